package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionNetworkReaderTest {
  private static final Path NETWORKS = Path.of("src/test/resources/reference/soma/networks");

  /** A stem, two branches that are concatenated, a pool, a classifier; everything that follows from the rest is left out. */
  private static final String BRANCHES = """
      format: fusion-network/1
      name: branches
      externalInputs: [{id: 0, name: image, shape: [3, 9, 9]}]
      layers:
        - {id: 0, name: stem, kind: conv, externalInputs: [0], out: [8, 4, 4], kernel: 3, stride: 2}
        - {id: 1, name: left, kind: conv, inputs: [0], out: [4, 4, 4], kernel: [1, 3]}
        - {id: 2, name: right, kind: groupconv, groups: 4, inputs: [0], out: [8, 4, 4]}
        - {id: 3, name: both, kind: pointwise, inputs: [2, 1], out: [12, 4, 4]}
        - {id: 4, name: sum, kind: eltwise, inputs: [0, 2], out: [8, 4, 4]}
        - {id: 5, name: pool, kind: pool, inputs: [3, 4], out: [20, 2, 2], kernel: 2, stride: 2}
        - {id: 6, name: grown, kind: upsample, inputs: [5], out: [20, 4, 6], scale: [2, 3]}
        - {id: 7, name: turned, kind: transpose, inputs: [6], out: [4, 20, 6], axes: [1, 0, 2]}
        - {id: 8, name: product, kind: conv, inputs: [2], weightInputs: [7], out: [4, 4, 4]}
        - {id: 9, name: classes, kind: fc, inputs: [5], out: [10, 1, 1]}
      """;

  private static FusionNetwork network(String yaml) {
    return FusionNetworkReader.read(DataFile.parse(yaml, "net.yaml"));
  }

  /** The sample without the layer of weights from a layer, whose weights do not fit. */
  private static final String SAMPLE = BRANCHES.replaceFirst("(?m)^.*id: 8,.*\\n", "").replace("id: 9", "id: 8");

  @ParameterizedTest
  @CsvSource({
      // Layers, bytes of all weights: ResNet-50's 25,502,912 as published without biases and normalisation; one block of GPT-2
      // small has 12 x 768^2 = 7,077,888.
      "resnet50, 72, 25502912", "gpt2s_prefill, 38, 7077888", "gpt2s_decode, 42, 7077888"})
  void the_networks_of_the_reference_are_read(String name, int layers, long weights) {
    FusionNetwork network = FusionNetworkReader.read(NETWORKS.resolve(name + ".json"));

    assertThat(network.name()).isEqualTo(name);
    assertThat(network.layers()).hasSize(layers);
    assertThat(network.layers().stream().mapToLong(FusionLayer::weightBytes).sum()).isEqualTo(weights);
  }

  @Test
  void what_is_left_out_follows_from_the_rest() {
    FusionNetwork network = network(SAMPLE);

    FusionLayer stem = network.layers().get(0);
    assertThat(stem.in()).isEqualTo(new Extent(3, 9, 9));
    assertThat(stem.weightBytes()).isEqualTo(3 * 3 * 3 * 8);
    assertThat(List.of(stem.padHeight(), stem.padWidth())).containsOnly(0); // (4-1)*2+3 = 9 rows
    FusionLayer left = network.layers().get(1);
    assertThat(List.of(left.padHeight(), left.padWidth())).containsExactly(0, 1); // rows 3+1 = 4 of 4, columns 3+3 = 6 of 4
    assertThat(network.layers().get(2).weightBytes()).isEqualTo(8 / 4 * 8);
    assertThat(network.layers().get(3).inputs()).containsExactly(1, 2);
    assertThat(network.layers().get(3).in()).isEqualTo(new Extent(12, 4, 4));
    assertThat(network.layers().get(4).operands()).isEqualTo(2);
    FusionLayer classes = network.layers().get(8);
    assertThat(List.of(classes.kernelHeight(), classes.kernelWidth())).containsExactly(2, 2);
    assertThat(classes.weightBytes()).isEqualTo(2 * 2 * 20 * 10);
  }

  @Test
  void the_padding_is_half_of_what_windows_reach_beyond_the_input_rounded_down() {
    // ResNet's first layer: (112-1)*2+7 = 229 rows of 224, so 5 too many, 2 of them above.
    FusionLayer conv = network("""
        format: fusion-network/1
        name: one
        externalInputs: [{id: 0, name: image, shape: [3, 224, 224]}]
        layers: [{id: 0, name: conv1, kind: conv, externalInputs: [0], out: [64, 112, 112], kernel: 7, stride: 2}]
        """).layers().get(0);

    assertThat(List.of(conv.padHeight(), conv.padWidth())).containsExactly(2, 2);
  }

  @Test
  void weights_from_a_layer_have_its_output_channels_and_the_input_channels_of_a_group() {
    FusionNetwork network = network("""
        format: fusion-network/1
        name: attention
        externalInputs: [{id: 0, name: x, shape: [8, 5, 1]}]
        layers:
          - {id: 0, name: k, kind: transpose, externalInputs: [0], out: [5, 8, 1], axes: [1, 0, 2]}
          - {id: 1, name: qk, kind: conv, externalInputs: [0], weightInputs: [0], out: [5, 5, 1]}
        """);

    assertThat(network.layers().get(1).weightBytes()).isZero();
    assertThat(FusionNetwork.producers(network.layers().get(1))).containsExactly(0);
    assertThatThrownBy(() -> network(BRANCHES)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("weights [4, 20, 6] from layer (turned), but they must be [4, 8, 1]").hasMessageContaining("Maybe");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "fusion-network/1 | fusion-network/2 | The format (fusion-network/2) must be fusion-network/1",
      "name: branches | name: branches\\nelementBytes: 2 | The elements have 2 bytes",
      "name: branches | nam: branches | The key (nam) is not known",
      "kind: pointwise | kind: pontwise | you meant 'pointwise'",
      "stride: 2} | strides: 2} | you meant 'stride'",
      "id: 3, | id: 4, | The id (4) of 'layers[3]' must be its position (3)",
      "id: 0, name: image | id: 1, name: image | must be its position (0)",
      "shape: [3, 9, 9] | shape: [1, 3, 9, 9] | must be [channels, height, width], but has 4 numbers",
      "shape: [3, 9, 9] | shape: [3, 0, 9] | must be from 1 to 1048576",
      "inputs: [2, 1] | inputs: [2, 3] | there is a cycle",
      "inputs: [2, 1] | inputs: [2, 4] | there is a cycle",
      "inputs: [2, 1] | inputs: [2, -1] | must be from 0 to 2",
      "inputs: [2, 1] | inputs: [2, 2] | stands twice in 'inputs'",
      "inputs: [2, 1] | inputs: [] | reads nothing",
      "externalInputs: [0], out | externalInputs: [1], out | The external input (1)",
      "out: [12, 4, 4] | out: [13, 4, 4] | must be [12, 4, 4]",
      "out: [12, 4, 4] | in: [9, 4, 4], out: [12, 4, 4] | The input [9, 4, 4] of layer (both) must be [12, 4, 4]",
      "inputs: [0, 2] | inputs: [0, 1] | reads 12 channels",
      "inputs: [0, 2] | operands: 3, inputs: [0, 2] | its 3 operands of 8 channels need 24",
      "inputs: [3, 4] | inputs: [3, 5] | there is a cycle",
      "out: [20, 2, 2] | pad: 0, out: [20, 3, 2] | The last window of layer (pool) lies outside",
      "out: [20, 2, 2] | out: [20, 9, 2] | must be below its kernel (2)",
      "out: [20, 2, 2] | out: [21, 2, 2] | must be [20, 2, 2]",
      "groups: 4 | groups: 3 | must divide its input channels (8) and output channels (8)",
      "kind: groupconv | kind: conv | make its kind groupconv",
      "kernel: [1, 3] | kernel: [1, 3, 3] | has 3 numbers",
      "kernel: [1, 3] | pad: [1, 1], kernel: [1, 3] | must be below its kernel (1)",
      "kernel: [1, 3] | weightBytes: 97, kernel: [1, 3] | must have 96 bytes: kernel 1 x 3 x 8 input channels of a group x 4",
      "kind: eltwise | weightBytes: 4, kind: eltwise | must have 0 bytes",
      "kind: eltwise | kernel: 2, kind: eltwise | has a kernel",
      "kind: eltwise | axes: [0, 1, 2], kind: eltwise | has axes",
      "scale: [2, 3] | scale: [2, 2] | must be [2, 3]",
      "out: [20, 4, 6] | out: [20, 5, 6] | must be a multiple of its input [20, 2, 2]",
      "axes: [1, 0, 2] | axes: [1, 1, 2] | must be 0, 1 and 2 in some order",
      "axes: [1, 0, 2] | axes: [0, 1, 2] | must be [20, 4, 6]",
      "out: [10, 1, 1] | out: [10, 2, 1] | must be [10, 1, 1]",
      "out: [10, 1, 1] | kernel: 1, out: [10, 1, 1] | must cover its input (2 x 2)",
      "out: [10, 1, 1] | weightInputs: [0], out: [10, 1, 1] | takes no weights",
      "out: [8, 4, 4], kernel: 3 | out: [1048576, 4, 4], kernel: 65536 | The weights of layer (stem) have more than",
      "out: [8, 4, 4], kernel: 3 | out: [8, 1048576, 1048576], kernel: 3 | more than 68719476736",
  })
  void bad_networks_are_refused_with_their_place(String good, String bad, String message) {
    assertThat(SAMPLE).contains(good);

    assertThatThrownBy(() -> network(SAMPLE.replace(good, bad.replace("\\n", "\n")))).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("net.yaml:").hasMessageContaining(message).hasMessageContaining("Maybe");
  }

  @Test
  void a_layer_may_read_fewer_rows_and_columns_than_there_are() {
    // A 1x1 convolution with stride 2 on 4 rows reaches (2-1)*2+1 = 3 of them.
    String strided =
        SAMPLE.replace("inputs: [0], out: [4, 4, 4], kernel: [1, 3]", "inputs: [0], in: [8, 3, 3], out: [4, 2, 2], stride: 2")
            .replace("inputs: [2, 1], out: [12, 4, 4]", "inputs: [1, 2], in: [12, 2, 2], out: [12, 2, 2]")
            .replace("inputs: [3, 4], out: [20, 2, 2]", "inputs: [4, 3], in: [20, 2, 2], out: [20, 1, 1]")
            .replace("out: [20, 4, 6], scale: [2, 3]", "out: [20, 2, 3]").replace("out: [4, 20, 6]", "out: [2, 20, 3]");

    assertThat(network(strided).layers().get(1).in()).isEqualTo(new Extent(8, 3, 3));
    assertThatThrownBy(() -> network(strided.replace("in: [12, 2, 2], ", ""))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("reads inputs of 4 x 4 and 2 x 2, which cannot be concatenated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers: []", "layers: 3", "layers: [3]", "externalInputs: {}\nlayers: [{id: 0}]"})
  void shapes_of_the_file_itself_are_checked(String rest) {
    assertThatThrownBy(() -> network("format: fusion-network/1\nname: none\n" + rest)).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("net.yaml:3");
  }
}
