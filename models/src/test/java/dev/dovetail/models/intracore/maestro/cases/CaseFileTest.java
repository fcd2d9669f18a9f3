package dev.dovetail.models.intracore.maestro.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DataflowReader;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFileTest {
  private static final List<Dataflow> DATAFLOWS = DataflowReader.parse("""
      format: dataflow/1
      dataflows:
        - {name: filters, directives: ["SpatialMap(1,1) K", "TemporalMap(Sz(R),1) Y"]}
        - {name: rows, directives: ["SpatialMap(Sz(R),1) Y"]}
        - {name: open, parameters: {tk: K}, directives: ["SpatialMap(tk,tk) K"]}
        - {name: halves, directives: ["SpatialMap(1,1) K", "TemporalMap(1/(Sz(R)-3),1) C"]}
      """, "d.yaml");

  private static final MaestroHardware GIVEN = new MaestroHardware(16, 32, 1, 2, 4, 64, 100, 200);

  private static final String NAMED = """
      layer_type,K,C,R,S,Y,X,dataflow,num_pes,noc_bw,noc_hops,hop_latency,simd,offchip_bw_cstr
      CONV,4,2,3,3,5,8,filters,4,8,1,1,1,16
      """;

  private static final String LISTED = """
      mapping_file,layer_type,dims,strides,directives,num_pes
      net,CONV,"{""K"": 4, ""C"": 2, ""R"": 3, ""S"": 3, ""Y"": 5, ""X"": 8}","{""Y"": 2}","[[""S"", 1, 1, ""K""], [""C"", 2], [""T"", 3, 1, ""Y'""]]",8
      """;

  private static CaseTable parse(String text) {
    return CaseFile.parse(text, "c.csv", DATAFLOWS, null);
  }

  private static Case.Mapped mapped(CaseTable table, int row) {
    return (Case.Mapped) table.cases().get(row).question();
  }

  private static String written(CaseTable table) {
    try {
      StringBuilder out = new StringBuilder();
      CaseWriter.write(out, table.inputColumns(), CaseEvaluation.evaluate(table, MaestroMode.COMPATIBLE));
      return out.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRowIsALayerItsMappingAndTheCore() {
    Case.Mapped m = mapped(parse(NAMED), 0);
    assertThat(m.layer().sizes()).containsEntry(LoopDim.X, 8L).hasSize(6);
    assertThat(m.layer().strideY()).isOne();
    assertThat(m.mapping()).containsExactly(Directive.spatial(1, 1, LoopDim.K), Directive.temporal(3, 1, LoopDim.Y));
    assertThat(m.core()).isEqualTo(new MaestroHardware(4, 8, 1, 1, 1, 16, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertThat(parse(NAMED).cases().get(0)).satisfies(c -> assertThat(c.where()).isEqualTo("c.csv:2"))
        .satisfies(c -> assertThat(c.chain()).isEmpty());
  }

  @Test
  void columnsMayStandInAnyOrderAndAreWrittenInOne() {
    String other = """
        num_pes,X,Y,simd,dataflow,noc_bw,R,S,K,C,runtime,noc_hops,hop_latency,layer_type,offchip_bw_cstr,stride_x,error
        4,8,5,1,filters,8,3,3,4,2,99999,1,1,CONV,16,2,none

        # a remark
        """;
    CaseTable table = parse(other);
    assertThat(mapped(table, 0).core()).isEqualTo(mapped(parse(NAMED), 0).core());
    assertThat(mapped(table, 0).layer().strideX()).isEqualTo(2);
    assertThat(table.inputColumns()).startsWith("id", "network", "layer_name", "layer_type", "N", "G", "K").hasSize(24)
        .endsWith("offchip_bw_cstr", "l1_cstr", "l2_cstr");
    assertThat(table.cases().get(0).inputs()).startsWith("", "", "", "CONV", "", "", "4", "2", "", "3", "3", "5", "8", "", "2",
        "filters", "4");
  }

  @Test
  void aLayerMayListOutputs() {
    CaseTable table = parse(NAMED.replace("Y,X,", "Y',X',"));
    assertThat(mapped(table, 0).layer().sizes()).containsEntry(LoopDim.Y_OUT, 5L).doesNotContainKey(LoopDim.Y);
    assertThat(table.inputColumns()).containsSequence("X", "Y'", "X'", "stride_y");
  }

  @Test
  void hardwareThatIsNotInTheTableIsTheOneGiven() {
    CaseTable table = CaseFile.parse(LISTED, "c.csv", List.of(), GIVEN);
    assertThat(mapped(table, 0).core()).isEqualTo(new MaestroHardware(8, 32, 1, 2, 4, 64, 100, 200));
    assertThat(mapped(table, 0).mapping()).containsExactly(Directive.spatial(1, 1, LoopDim.K), Directive.cluster(2),
        Directive.temporal(3, 1, LoopDim.Y_OUT));
    assertThat(mapped(table, 0).layer().strideY()).isEqualTo(2);
    assertThat(table.cases().get(0).chain()).isEqualTo("net");
    assertThat(table.inputColumns()).containsExactly("mapping_file", "layer_index", "layer_type", "dims", "strides", "directives",
        "network", "layer_name", "num_pes");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "layer_type,K|layer_type,KK|c.csv:1:12: The column (KK) is not known in a table of cases|Maybe you meant 'K'.",
      "dataflow,|dataflows,|c.csv:1:24: The column (dataflows) is not known|Maybe you meant 'dataflow'.",
      "num_pes,|,|c.csv:1:33: A column has no name|",
      "K,C,|K,K,|c.csv:1:14: The column (K) stands twice|",
      "noc_hops,hop_latency,|runtime,area,|c.csv:1:1: The columns [noc_hops, hop_latency] are missing|Maybe give the hardware beside",
      "layer_type,|network,|c.csv:1:1: The columns [layer_type] are missing|",
      "filters|filter|c.csv:2:18: The dataflow (filter) is not among those given|Maybe you meant 'filters'.",
      "filters|open|c.csv:2:18: The dataflow (open) leaves the parameter (tk) open|",
      "filters||c.csv:2:1: The cell of the column (dataflow) is empty|",
      "filters,4|filters,x|c.csv:2:26: The value (x) of 'num_pes' must be a whole number|",
      "filters,4|filters,-4|c.csv:2:26: The value (-4) of 'num_pes' must be at least 0|",
      "filters,4,8|filters,4,0|c.csv:2:28: The value (0) of 'noc_bw' must be at least 1|",
      "filters,4,8|filters,4,|c.csv:2:1: The cell of the column (noc_bw) is empty|",
      "CONV,4|CONV,4.5|c.csv:2:6: The value (4.5) of 'K' must be a whole number|",
      "CONV,4,|CONV,4,4,|c.csv:2: The line has 15 cells, but the header has 14|",
      "CONV,|,|c.csv:2:1: The cell of the column (layer_type) is empty|",
  })
  void aMistakeIsNamedWithFileLineAndColumn(String was, String is, String message, String maybe) {
    assertThat(NAMED).contains(was);
    assertThatThrownBy(() -> parse(NAMED.replaceFirst(was, is == null ? "" : is))).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message).hasMessageContaining("Maybe ").hasMessageContaining(maybe == null ? "" : maybe);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "\"\"K\"\": 4|\"\"Q\"\": 4|c.csv:2:11: The dimension (Q) is not known",
      "\"\"K\"\": 4|\"\"K\"\": x|c.csv:2:11: The text of 'dims' is not well-formed JSON",
      "\"\"K\"\": 4|\"\"K\"\": \"\"x\"\"|c.csv:2:11: The value (x) of 'K' must be a whole number",
      "[\"\"C\"\", 2]|[\"\"C\"\", 2, 2]|c.csv:2:87: The directive (C) with 3 parts is not understood",
      "[\"\"C\"\", 2]|[\"\"D\"\", 2]|c.csv:2:87: The directive (D) with 2 parts is not understood",
      "[\"\"C\"\", 2]|[]|c.csv:2:87: The directive () with 0 parts is not understood",
      "1, \"\"K\"\"]|1, \"\"KK\"\"]|c.csv:2:87: The dimension (KK) is not known",
  })
  void aMistakeInACellIsNamedWithTheCell(String was, String is, String message) {
    assertThat(LISTED).contains(was);
    assertThatThrownBy(() -> CaseFile.parse(LISTED.replace(was, is), "c.csv", List.of(), GIVEN))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message).hasMessageContaining("Maybe ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "CONV,4,2,3|POOL,4,2,3|UNSUPPORTED_LAYER",
      "CONV,4,2,3|Conv,4,2,3|BAD_LAYER",
      "CONV,4,2,3|CONV,0,2,3|BAD_LAYER",
      "CONV,4,2,3|CONV,4,2,|UNKNOWN_DIMENSION",
      "filters|halves|BAD_DIRECTIVE",
      "filters,4,|filters,0,|TOO_FEW_PES",
  })
  void aRowThatTheModelRefusesGetsItsCodeAndNoNumbers(String was, String is, String code) {
    assertThat(NAMED).contains(was);
    String good = NAMED.lines().skip(1).findFirst().orElseThrow();
    List<String> lines = written(parse(NAMED.replace(was, is) + good)).lines().toList();
    assertThat(lines.get(0)).startsWith("id,network,").endsWith(",warn_buffer,warn_bw,error");
    assertThat(lines.get(1)).endsWith(",,,,,,," + code);
    assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.get(0).split(",", -1));
    assertThat(lines.get(2).split(",", -1)).hasSameSizeAs(lines.get(0).split(",", -1));
    assertThat(lines.get(2)).endsWith(",PASS,PASS,");
  }

  @Test
  void withoutAnInvalidRowThereIsNoColumnForErrors() {
    assertThat(written(parse(NAMED)).lines().findFirst().orElseThrow()).endsWith(",warn_buffer,warn_bw");
  }

  @Test
  void whatIsWrittenIsReadAgainToTheSame() {
    String text = NAMED.replace("layer_type,", "network,layer_type,").replace("CONV,", "\"a \"\"net\"\", with, commas\",CONV,");
    String once = written(parse(text));
    assertThat(once).contains("\n,\"a \"\"net\"\", with, commas\",,CONV,");
    assertThat(written(parse(once))).isEqualTo(once);
    String listed = written(CaseFile.parse(LISTED, "c.csv", List.of(), GIVEN));
    assertThat(written(CaseFile.parse(listed, "c.csv", List.of(), GIVEN))).isEqualTo(listed);
  }

  @ParameterizedTest
  @CsvSource({"0.1,0.1", "12,12", "100000,100000", "419049257.53604102,419049257.536041", "2616589325223.1392,2616589325223.139",
      "1e17,1.0E17", "1e-9,1.0E-9", "-0.5,-0.5", "0,0", "NaN,-nan", "Infinity,inf", "-Infinity,-inf"})
  void aRealReadsBackToItself(double value, String text) {
    assertThat(CaseWriter.text(value)).isEqualTo(text);
    if (!text.contains("n")) {
      assertThat(Double.parseDouble(text)).isEqualTo(value);
    }
  }
}
