package dev.dovetail.models.pipeline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of layers: what they say, and what of them cannot be. */
class LayerTableTest {
  private static final Path REFERENCE = Path.of("src/test/resources/reference");
  private static final String HEADER = "idx,name,type,C,K,R,S,stride,pad,groups,IH,IW,OH,OW,ifm,ofm,weights,macs,skip\n";
  private static final String A = "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,0\n";
  private static final String B = "1,b,conv,8,32,3,3,1,1,1,6,6,6,6,288,1152,2304,82944,288\n";
  private static final String C = "2,c,conv,32,16,3,3,1,1,1,6,6,6,6,1152,576,4608,165888,288\n";
  private static final String D = "3,d,conv,16,16,3,3,1,1,1,6,6,6,6,576,576,2304,82944,0\n";

  private static PipelineNetwork parse(String rows) {
    return LayerTable.parse(HEADER + rows, "net.csv", "net");
  }

  static Stream<Path> references() throws IOException {
    try (Stream<Path> full = Files.list(REFERENCE.resolve("scope-networks"));
        Stream<Path> small = Files.list(REFERENCE.resolve("scope/small"))) {
      return Stream.concat(full, small).filter(f -> f.toString().endsWith(".csv")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void everyReferenceTableIsReadCellByCell(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    PipelineNetwork network = LayerTable.read(file);
    assertThat(network.size()).isEqualTo(lines.size() - 1);
    assertThat(network.edges()).isEmpty();
    for (int l = 0; l < network.size(); l++) {
      PipelineLayer x = network.layer(l);
      String[] cells = lines.get(l + 1).split(",");
      List<Object> written = List.of(x.name(), x.type(), x.inputChannels(), x.outputChannels(), x.kernelRows(),
          x.kernelColumns(), cells[7], cells[8], x.groups(), x.inputRows(), x.inputColumns(), x.outputRows(), x.outputColumns(),
          x.inputBytes(), x.outputBytes(), x.weightBytes(), x.macs(), x.skipBytes());
      assertThat(written.stream().map(Object::toString)).containsExactlyElementsOf(List.of(cells).subList(1, cells.length));
    }
  }

  @Test
  void theNetworkIsCalledLikeItsFile() {
    assertThat(LayerTable.read(REFERENCE.resolve("scope/small/T4_worked_example.csv")).name()).isEqualTo("T4_worked_example");
  }

  @Test
  void columnsMayStandInAnyOrder() {
    String turned = "skip,macs,weights,ofm,ifm,OW,OH,IW,IH,groups,pad,stride,S,R,K,C,type,name,idx\n"
        + "0,41472,288,288,576,12,12,12,12,1,1,1,3,3,8,4,conv,a,0\n";
    assertThat(LayerTable.parse(turned, "net.csv", "net").layers()).isEqualTo(parse(A).layers());
  }

  // Columns of the cells: 0 and ,a,conv,4,8,... begin at 1, 3, 5, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 33, 36, 40, 44, 48, 54.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,289,41472,0   | net.csv:2:44 | The weights (289) of layer (a) must be K*(C/groups)*R*S = 288.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41473,0   | net.csv:2:48 | The macs (41473) of layer (a) must be weights*OH*OW = 41472.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,577,288,288,41472,0   | net.csv:2:36 | The ifm (577) of layer (a) must be C*IH*IW = 576.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,289,288,41472,0   | net.csv:2:40 | The ofm (289) of layer (a) must be K (8) times 1 to OH*OW (144) positions.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,1160,288,41472,0  | net.csv:2:40 | The ofm (1160) of layer (a) must be K (8) times 1 to OH*OW (144) positions.",
      "0,a,conv,4,8,3,3,1,1,3,12,12,12,12,576,288,288,41472,0   | net.csv:2:22 | The groups (3) of layer (a) must divide C (4) and K (8).",
      "0,a,pool,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,0   | net.csv:2:5  | The type (pool) of layer (a) must be conv or fc.",
      "0,a,conv,four,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,0| net.csv:2:10 | The value (four) of 'C' must be a whole number.",
      "0,a,conv,4,0,3,3,1,1,1,12,12,12,12,576,288,288,41472,0   | net.csv:2:12 | The value (0) of 'K' must be from 1 to",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,-1  | net.csv:2:54 | The value (-1) of 'skip' must be from 0 to",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,a   | net.csv:2:54 | The value (a) of 'skip' must be a whole number.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,41472,    | net.csv:2    | The cell of column (skip) is empty.",
      "0,a,conv,4,8,3,3,1,1,1,12,12,12,12,576,288,288,9e30,0    | net.csv:2:48 | The value (9e30) of 'macs' must be from 1 to",
      "0,a,conv,1000000000,8,3,3,1,1,1,1000000,12,12,12,576,288,288,1,0 | net.csv:2:50 | The layer (a) is too large: its C*IH*IW is above"})
  void aCellThatContradictsTheOthersIsNamedWithItsPlace(String row, String where, String message) {
    assertThatThrownBy(() -> parse(row + "\n")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(where).hasMessageContaining(message).hasMessageContaining("Maybe ");
  }

  @Test
  void aShortcutThatNoLayerHasMadeIsRefused() {
    // Before c the tensors of 1152 (b) and 288 (a) bytes are alive.
    assertThatThrownBy(() -> parse(A + B + C.replace(",288\n", ",300\n") + D)).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("net.csv:4:").hasMessageContaining(
            "The skip (300) of layer (c) is no tensor that is alive: before the layer those are of 288, 1152 bytes.");
  }

  @Test
  void aShortcutThatHasEndedDoesNotComeBack() {
    // b lets a's output end (skip 0), so that c cannot let it pass.
    assertThatThrownBy(() -> parse(A + B.replace(",288\n", ",0\n") + C + D)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The skip (288) of layer (c)");
  }

  @Test
  void aLayerThatReadsNothingAliveIsRefused() {
    assertThatThrownBy(() -> parse(A + B.replace("1,b", "1,b").replace(",1152,", ",2304,").replace(",32,3,3,", ",64,3,3,")
        .replace(",2304,82944,", ",4608,165888,") + C)).isInstanceOf(BadInputException.class)
            .hasMessageContaining(
                "The ifm (1152) of layer (c) is no tensor that is alive: before the layer those are of 288, 2304 bytes.");
  }

  @Test
  void aTableThatBeginsInsideABlockMayLetPassWhatTheBlockAdds() {
    // 8 channels of 6x6 are added to the output of the second layer, or read by it; nothing takes 100 bytes.
    String first = "0,p,conv,4,8,1,1,1,0,1,6,6,6,6,144,288,32,1152,%d\n";
    String second = "1,q,conv,8,8,1,1,1,0,1,6,6,6,6,288,288,64,2304,0\n";
    assertThat(parse(first.formatted(288) + second).skipBefore(1)).isEqualTo(288);
    assertThat(parse(first.formatted(100)).layer(0).skipBytes()).isEqualTo(100);
    assertThatThrownBy(() -> parse(first.formatted(100) + second)).isInstanceOf(BadInputException.class);
  }

  @Test
  void anUnpooledOutputMayPassBesideThePooledOne() {
    // As in an encoder: 8 channels of 12x12 pass, 6x6 are read.
    assertThat(parse(A.replace(",0\n", ",1152\n") + B.replace(",288\n", ",1152\n")).size()).isEqualTo(2);
  }

  @Test
  void anIndexStandsOnceAndInOrder() {
    assertThatThrownBy(() -> parse(A + B.replace("1,b", "0,b"))).hasMessageStartingWith("net.csv:3:1:")
        .hasMessageContaining("The idx (0) is also that of line 2.");
    assertThatThrownBy(() -> parse(A + B.replace("1,b", "2,b"))).hasMessageStartingWith("net.csv:3:1:")
        .hasMessageContaining("The idx (2) does not follow that of the row before it.");
    assertThatThrownBy(() -> parse(A + B.replace("1,b", "1,a"))).hasMessageStartingWith("net.csv:3:3:")
        .hasMessageContaining("The name (a) is also that of the layer in line 2.");
  }

  @Test
  void aColumnThatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> LayerTable.parse(HEADER.replace(",skip", "") + A.replace(",0\n", "\n"), "net.csv", "net"))
        .isInstanceOf(BadInputException.class).hasMessageContaining("The column (skip) is missing in the header.");
    assertThatThrownBy(() -> LayerTable.parse(HEADER.replace("skip", "skp") + A, "net.csv", "net"))
        .hasMessageContaining("The column (skp) is not known.").hasMessageContaining("you meant 'skip'");
    assertThatThrownBy(() -> parse("")).hasMessageContaining("The table has no layers.");
    assertThatThrownBy(() -> LayerTable.parse("", "net.csv", "net")).hasMessageContaining("The file is empty.");
    assertThatThrownBy(() -> parse(A.replace(",0\n", "\n")))
        .hasMessageContaining("The line has 18 cells, but the header has 19.");
  }
}
