package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.io.DataFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles of sub-groups, computed by hand; a tile is samples, channels, rows, columns. */
class TileShapesTest {
  private static FusionNetwork network(String inputs, String... layers) {
    StringBuilder yaml = new StringBuilder("format: fusion-network/1\nname: test\nexternalInputs:\n");
    yaml.append("  - {id: 0, name: x, shape: ").append(inputs).append("}\nlayers:\n");
    for (int i = 0; i < layers.length; i++) {
      yaml.append("  - {id: ").append(i).append(", name: l").append(i).append(", ").append(layers[i]).append("}\n");
    }
    return FusionNetworkReader.read(DataFile.parse(yaml.toString(), "test.yaml"));
  }

  /** The tiles of all layers as one sub-group, as text. */
  private static List<String> tiles(FusionNetwork network, int batch, int tiles) {
    return tiles(network, batch, tiles, IntStream.range(0, network.layers().size()).toArray());
  }

  private static List<String> tiles(FusionNetwork network, int batch, int tiles, int... layers) {
    int[] shapes = new int[TileShapes.NUMBERS * layers.length];
    int uncut = new TileShapes(network, batch).fill(layers, 0, layers.length, tiles, shapes);
    if (uncut != TileShapes.ALL_CUT) {
      return List.of("uncut " + uncut);
    }
    return IntStream.range(0, layers.length)
        .mapToObj(i -> "%d %d %d %d".formatted(shapes[4 * i], shapes[4 * i + 1], shapes[4 * i + 2], shapes[4 * i + 3])).toList();
  }

  private static final String CONV = "kind: conv, externalInputs: [0], out: [8, 8, 8]";

  @ParameterizedTest
  @CsvSource({
      // rows, columns, parts, parts of rows, parts of columns
      "8, 8, 4, 2, 2", // sqrt(4) = 2 is a divisor, at distance 0
      "8, 8, 8, 2, 4", // 2.83 lies between 2 and 4, both at distance 2: the upper one
      "8, 8, 2, 1, 2", // 1.41 lies between 1 and 2, both at distance 1: the upper one
      "7, 7, 6, 2, 3", // 2.45 lies between 2 and 3, both at distance 1
      "7, 7, 12, 3, 4", // 3.46 lies between 3 and 4
      "8, 8, 7, 1, 7", // between 1 and 7, both at distance 6
      "4, 16, 4, 1, 4", // H/W = 1/4: sqrt(4*4) = 4, distance |1-1|
      "16, 4, 4, 4, 1", // H/W = 4: sqrt(4/4) = 1, distance |4-4|
      "512, 1, 8, 8, 1", // sqrt(8/512) is below 1: no lower divisor
      "1, 512, 8, 1, 8", // sqrt(8*512) = 64 is lowered to 8, no upper divisor
      "12, 8, 6, 3, 2", // H/W = 1.5: sqrt(4) = 2, distance |3-3|
  })
  void outputs_are_cut_as_square_as_divisors_allow(int rows, int columns, int parts, int rowParts, int columnParts) {
    assertThat(TileShapes.factors(new Extent(1, rows, columns), parts, false, false)).containsExactly(rowParts, columnParts);
  }

  @Test
  void samples_are_cut_before_rows_and_columns() {
    FusionNetwork net = network("[3, 8, 8]", CONV);

    assertThat(tiles(net, 4, 1)).containsExactly("4 8 8 8");
    assertThat(tiles(net, 4, 2)).containsExactly("2 8 8 8");
    assertThat(tiles(net, 4, 16)).containsExactly("1 8 4 4"); // gcd 4, 4 parts left: 2 x 2
    assertThat(tiles(net, 6, 4)).containsExactly("3 8 8 4"); // gcd 2, 2 parts left: 1 x 2
    assertThat(tiles(net, 1, 3)).containsExactly("1 8 8 3"); // ceil(8/3); 3 parts: between 1 and 3, both at distance 2
  }

  @Test
  void an_output_with_fewer_rows_or_columns_than_parts_is_named() {
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: pool, inputs: [0], out: [8, 1, 1], kernel: 8");

    assertThat(tiles(net, 1, 2)).containsExactly("uncut 1");
    assertThat(tiles(net, 2, 2)).containsExactly("1 8 8 8", "1 8 1 1");
    assertThat(tiles(net, 1, 64, 0)).containsExactly("1 8 1 1");
    assertThat(tiles(net, 1, 128, 0)).containsExactly("uncut 0"); // 8 rows cannot be cut into 8 x 16 parts
    assertThat(tiles(net, 1, 1 << 20, 0)).containsExactly("uncut 0");
  }

  @Test
  void a_convolution_asks_for_its_window_without_the_padding() {
    // 3x3, padding 1, 8 x 8 in 2 x 2 parts: (4-1)*1+3-1 = 5 rows of all 8 channels.
    FusionNetwork same = network("[3, 8, 8]", CONV, "kind: conv, inputs: [0], out: [16, 8, 8], kernel: 3");
    assertThat(tiles(same, 1, 4)).containsExactly("1 8 5 5", "1 16 4 4");
    assertThat(tiles(same, 1, 1)).containsExactly("1 8 8 8", "1 16 8 8"); // at most all 8 rows

    // 5 x 3, stride 2 x 1, out 4 x 6: rows reach 3*2+5 = 11 of 8, padding 1; columns 5+3 = 8, padding 0. 2 tiles of 4 x 3.
    FusionNetwork strided =
        network("[3, 8, 8]", CONV, "kind: conv, inputs: [0], out: [16, 4, 6], kernel: [5, 3], stride: [2, 1]");
    assertThat(tiles(strided, 1, 2)).containsExactly("1 8 8 5", "1 16 4 3"); // rows min(6+5-1, 8), columns 2+3
    assertThat(tiles(strided, 1, 4)).containsExactly("1 8 6 5", "1 16 2 3"); // rows 2+5-1 = 6
  }

  @Test
  void rows_that_no_reader_asks_for_are_not_computed() {
    // A 1x1 convolution with stride 2 reads rows 0, 2, 4, 6 of 8: 3*2+1 = 7; of half of its columns 1*2+1 = 3.
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: conv, inputs: [0], in: [8, 7, 7], out: [16, 4, 4], stride: 2");

    assertThat(tiles(net, 1, 1)).containsExactly("1 8 7 7", "1 16 4 4");
    assertThat(tiles(net, 1, 2)).containsExactly("1 8 7 3", "1 16 4 2");
    assertThat(tiles(net, 1, 1, 0)).containsExactly("1 8 8 8"); // alone, it computes all
  }

  @Test
  void a_grouped_convolution_asks_for_whole_groups() {
    // 8 channels in 4 groups to 12: a group makes 3 of 2. The pointwise reader concatenates 12 + 8 = 20 channels and asks for
    // all 20 of each: ceil(20/3) = 7 groups of 2.
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: groupconv, groups: 4, inputs: [0], out: [12, 8, 8], kernel: 3",
        "kind: pointwise, inputs: [0, 1], out: [20, 8, 8]");

    assertThat(tiles(net, 1, 4, 0, 1)).containsExactly("1 8 5 5", "1 12 4 4");
    assertThat(tiles(net, 1, 4, 1, 2)).containsExactly("1 20 4 4", "1 20 4 4");
    assertThat(tiles(net, 1, 4)).containsExactly("1 20 5 5", "1 20 4 4", "1 20 4 4");
    FusionNetwork inflated = network("[3, 8, 8]", CONV, CONV,
        "kind: groupconv, groups: 4, inputs: [0], out: [12, 8, 8]", "kind: pointwise, inputs: [1, 2], out: [20, 8, 8]");
    assertThat(tiles(inflated, 1, 1)).containsExactly("1 14 8 8", "1 20 8 8", "1 20 8 8", "1 20 8 8");
  }

  @Test
  void concatenated_producers_are_charged_with_all_channels() {
    String left = "kind: conv, externalInputs: [0], out: [4, 8, 8]";
    String right = "kind: conv, externalInputs: [0], out: [6, 8, 8]";

    for (String reader : List.of("kind: conv, inputs: [0, 1], out: [5, 8, 8]", "kind: pointwise, inputs: [0, 1], out: [10, 8, 8]",
        "kind: pool, inputs: [0, 1], out: [10, 8, 8]")) {
      assertThat(tiles(network("[3, 8, 8]", left, right, reader), 1, 4).subList(0, 2)).as(reader)
          .containsExactly("1 10 4 4", "1 10 4 4");
      assertThat(tiles(network("[3, 8, 8]", left, right, reader), 1, 4, 0, 1)).containsExactly("1 4 4 4", "1 6 4 4");
    }
    // The operands of a sum are not inflated: it asks for the 4 channels of its output.
    assertThat(tiles(network("[3, 8, 8]", left, left, "kind: eltwise, inputs: [0, 1], out: [4, 8, 8]"), 1, 4))
        .containsOnly("1 4 4 4");
    // What comes from outside counts as well: 3 channels of x before the 4.
    assertThat(tiles(network("[3, 8, 8]", left, "kind: conv, inputs: [0], externalInputs: [0], out: [5, 8, 8]"), 1, 4))
        .containsExactly("1 7 4 4", "1 5 4 4");
  }

  @Test
  void a_fully_connected_layer_asks_for_its_kernel() {
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: fc, inputs: [0], out: [10, 1, 1]");

    assertThat(tiles(net, 2, 2)).containsExactly("1 8 8 8", "1 10 1 1");
  }

  @Test
  void a_pool_asks_for_its_window_of_the_same_channels() {
    // 3x3, stride 2, out 4 of 8: reaches 3*2+3 = 9, padding 0. Tiles of 2: 1*2+3 = 5.
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: pool, inputs: [0], out: [8, 4, 4], kernel: 3, stride: 2");

    assertThat(tiles(net, 1, 4)).containsExactly("1 8 5 5", "1 8 2 2");
  }

  @Test
  void an_upsampling_asks_for_what_it_repeats() {
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: upsample, inputs: [0], out: [8, 16, 24]");

    // 16 rows and 24 columns in 4 parts: H/W = 2/3, sqrt(6) = 2.45 between 2 (|2-1.33|) and 4 (|1-2.67|): 2 x 2, tiles of 8 x 12.
    assertThat(tiles(net, 1, 4)).containsExactly("1 8 4 4", "1 8 8 12");
    // 3 parts: sqrt(4.5) = 2.12 between 1 (|3-0.67|) and 3 (|1-2|): 3 parts of 8 columns, of which ceil(8/3) = 3.
    assertThat(tiles(net, 1, 3)).containsExactly("1 8 8 3", "1 8 16 8");
  }

  @Test
  void a_transposition_forbids_cuts_of_what_becomes_channels() {
    String conv = "kind: conv, externalInputs: [0], out: [6, 8, 4]";
    FusionNetwork channelsAndRows = network("[3, 8, 4]", conv, "kind: transpose, inputs: [0], out: [8, 6, 4], axes: [1, 0, 2]");
    FusionNetwork channelsAndColumns =
        network("[3, 8, 4]", conv, "kind: transpose, inputs: [0], out: [4, 8, 6], axes: [2, 1, 0]");
    FusionNetwork rowsAndColumns = network("[3, 8, 4]", conv, "kind: transpose, inputs: [0], out: [6, 4, 8], axes: [0, 2, 1]");

    // Rows stay whole: 6 x 4 in 1 x 2 parts; the input has the output's channels as rows, and its rows as channels.
    assertThat(tiles(channelsAndRows, 1, 2)).containsExactly("1 6 8 2", "1 8 6 2");
    assertThat(tiles(channelsAndColumns, 1, 2)).containsExactly("1 6 4 4", "1 4 4 6");
    assertThat(tiles(rowsAndColumns, 1, 2)).containsExactly("1 6 4 4", "1 6 4 4"); // 4 x 8 in 1 x 2: sqrt(4) = 2
    // Without a producer inside of the sub-group nothing is forbidden: 6 x 4 in 2 parts, sqrt(2/1.5) = 1.15 between 1 (|2-1.5|)
    // and 2 (|1-3|).
    assertThat(tiles(channelsAndRows, 1, 2, 1)).containsExactly("1 8 3 4");
  }

  @Test
  void transpositions_of_both_kinds_forbid_all_cuts_but_not_the_number_of_tiles() {
    FusionNetwork net = network("[3, 8, 4]", "kind: conv, externalInputs: [0], out: [6, 8, 4]",
        "kind: transpose, inputs: [0], out: [8, 6, 4], axes: [1, 0, 2]",
        "kind: transpose, inputs: [0], out: [4, 8, 6], axes: [2, 1, 0]");

    assertThat(tiles(net, 1, 2)).containsExactly("1 6 8 4", "1 8 6 4", "1 4 8 6");
    assertThat(tiles(net, 2, 2)).containsExactly("1 6 8 4", "1 8 6 4", "1 4 8 6");
  }

  @Test
  void weights_of_a_layer_are_asked_for_by_group() {
    // Attention: 6 tokens of 4 channels; keys transposed to 6 x 4; scores of 6 channels.
    FusionNetwork net = network("[4, 6, 1]", "kind: conv, externalInputs: [0], out: [4, 6, 1]",
        "kind: conv, externalInputs: [0], out: [4, 6, 1]", "kind: transpose, inputs: [1], out: [6, 4, 1], axes: [1, 0, 2]",
        "kind: conv, inputs: [0], weightInputs: [2], out: [6, 6, 1]");

    // 2 tiles: the transposition keeps rows whole, so that columns would be cut, of which there is one.
    assertThat(tiles(net, 1, 2)).containsExactly("uncut 3");
    // Without it, queries come in parts, but each tile reads all weights.
    assertThat(tiles(net, 1, 2, 0, 2, 3)).containsExactly("1 4 3 1", "1 6 4 1", "1 6 3 1");
    assertThat(tiles(net, 2, 2)).containsExactly("1 4 6 1", "1 4 6 1", "1 6 4 1", "1 6 6 1");
  }

  @Test
  void a_layer_with_readers_inside_and_outside_computes_what_those_inside_ask_for() {
    FusionNetwork net = network("[3, 8, 8]", CONV, "kind: conv, inputs: [0], in: [8, 7, 7], out: [16, 4, 4], stride: 2",
        "kind: conv, inputs: [0], out: [4, 8, 8], kernel: 3");

    assertThat(tiles(net, 1, 1, 0, 1)).containsExactly("1 8 7 7", "1 16 4 4");
    // Both readers inside: the larger of 1*2+1 = 3 and (4-1)+3-1 = 5.
    assertThat(tiles(net, 1, 4)).containsExactly("1 8 5 5", "1 16 2 2", "1 4 4 4");
  }

  @Test
  void shapes_do_not_depend_on_the_order() {
    FusionNetwork net = FusionNetworkReader.read(ReferencePlans.FOLDER.resolve("networks/gpt2s_prefill.json"));
    // Heads of the keys, and their transpositions: any order with each transposition behind its head.
    List<Integer> heads = new ArrayList<>(List.of(2, 4, 6, 8, 10));
    List<Integer> turned = new ArrayList<>(List.of(3, 5, 7, 9, 11));
    Random random = new Random(7);
    List<String> expected = tiles(net, 2, 2, 0, 2, 4, 6, 8, 10, 3, 5, 7, 9, 11);
    Collections.shuffle(heads, random);
    Collections.shuffle(turned, random);
    int[] order =
        IntStream.concat(IntStream.of(0), IntStream.concat(heads.stream().mapToInt(i -> i), turned.stream().mapToInt(i -> i)))
            .toArray();

    assertThat(tiles(net, 2, 2, order)).isEqualTo(expected);
    assertThat(expected).hasSize(11).doesNotContain("uncut 3");
  }
}
