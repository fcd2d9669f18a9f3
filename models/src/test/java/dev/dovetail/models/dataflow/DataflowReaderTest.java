package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataflowReaderTest {
  private static final Path EXAMPLE = Path.of("src/test/resources/dev/dovetail/models/dataflow/example.yaml");
  private static final Path REFERENCE = Path.of("src/test/resources/reference/maestro/dataflows.json");

  private static final String TWO_LEVELS = """
      format: dataflow/1
      dataflows:
        - name: two
          layers: [CONV]
          parameters: {tc: C, tk: [4, 8]}
          directives:
            - TemporalMap(tc,tc) C
            - {op: SpatialMap, dim: K, size: tk, offset: tk}
            - Cluster(tc)
            - "SpatialMap(1,1) C"
      """;

  @Test
  void everyWayOfWritingIsRead() {
    List<Dataflow> read = DataflowReader.read(EXAMPLE);
    assertThat(read).extracting(Dataflow::name).containsExactly("weights-stay", "outputs-stay", "product");
    Dataflow first = read.get(0);
    assertThat(first.layers()).containsExactlyInAnyOrder(LayerType.CONV, LayerType.NGCONV);
    assertThat(first.parameters()).containsExactly(TileParameter.of("tc", LoopDim.C));
    assertThat(first.directives()).extracting(DirectiveTemplate::text).containsExactly("SpatialMap(1,1) K",
        "TemporalMap(tc,tc) C",
        "TemporalMap(Sz(R),Sz(R)) R", "TemporalMap(Sz(S),Sz(S)) S", "TemporalMap(Sz(R),1) Y", "TemporalMap(Sz(S),1) X",
        "Cluster(tc)",
        "SpatialMap(1,1) C");
    assertThat(read.get(1).parameters()).containsExactly(TileParameter.of("tx", LoopDim.X_OUT),
        new TileParameter("tk", null, List.of(4L, 16L)));
    assertThat(read.get(1).directives()).extracting(DirectiveTemplate::text).containsExactly("TemporalMap(tk,tk) K",
        "SpatialMap(1,1) Y'", "TemporalMap(tx+Sz(S)-1,tx) X", "Cluster(8)", "SpatialMap(1,1) K");
    assertThat(read.get(2).layers()).containsExactlyInAnyOrder(LayerType.values());
  }

  @Test
  void theTableOfTheReferenceIsRead() {
    List<Dataflow> read = DataflowReader.read(REFERENCE);
    assertThat(read).hasSize(78);
    Dataflow yxp = read.stream().filter(d -> d.name().equals("yxp_os")).findFirst().orElseThrow();
    LayerShape layer = new LayerShape(LayerType.CONV, Map.of(LoopDim.R, 3L, LoopDim.S, 7L));
    // 8 + 7 - 1 = 14.
    assertThat(yxp.resolve(layer, Map.of())).contains(Directive.temporal(14, 8, LoopDim.X), Directive.cluster(8));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "dataflow/1|dataflow/2|f.yaml:1:9: The format (dataflow/2)|Maybe you meant 'dataflow/1'.",
      "- name: two|- nme: two|f.yaml:3:10: The key (nme) is not known|Maybe you meant 'name'.",
      "layers: [CONV]|layers: [CONVV]|f.yaml:4:14: The layer type (CONVV) is not known|Maybe you meant 'CONV'.",
      "layers: [CONV]|layers: []|f.yaml:4:13: The list of layer types is empty|",
      "tc: C,|tc: c,|f.yaml:5:22: The dimension (c) is not known|Maybe you meant 'C'.",
      "tk: [4, 8]|tk: []|f.yaml:5:29: The parameter (tk) has no values|",
      "tk: [4, 8]|tk: [4, 0]|f.yaml:5:33: The value (0)|",
      "tk: [4, 8]|tk: [4], unused: [1]|f.yaml:5:42: The parameter (unused) is declared, but no directive uses it|Maybe remove it.",
      "tk: [4, 8]|tk: [4], Sz: [1]|f.yaml:5:38: The name (Sz) of the parameter has a meaning|",
      "tk: [4, 8]|tk: [4], 'a b': [1]|f.yaml:5:41: The name (a b) of the parameter is not one word|",
      "TemporalMap(tc,tc) C|TemporalMapp(tc,tc) C|f.yaml:7:9: The directive (TemporalMapp) is not known|Maybe you meant 'TemporalMap'.",
      "TemporalMap(tc,tc) C|TemporalMap(tc,tcc) C|f.yaml:7:24: The parameter (tcc) is not declared|Maybe you meant 'tc'.",
      "TemporalMap(tc,tc) C|TemporalMap(R,tc) C|f.yaml:7:21: The parameter (R) is not declared|Maybe you meant Sz(R).",
      "TemporalMap(tc,tc) C|TemporalMap(tc,tc+) C|f.yaml:7:27: A size is missing|",
      "TemporalMap(tc,tc) C|TemporalMap(tc,tc) YY|f.yaml:7:28: The dimension (YY) is not known|Maybe you meant 'Y'.",
      "op: SpatialMap|op: SpacialMap|f.yaml:8:14: The directive (SpacialMap) is not known|Maybe you meant 'SpatialMap'.",
      "dim: K|dim: Q|f.yaml:8:31: The dimension (Q) is not known|",
      "size: tk|size: tk+qq|f.yaml:8:43: The parameter (qq) is not declared|",
      "size: tk|syze: tk|f.yaml:8:9: The key (size) is missing|Maybe 'syze' was meant to be it.",
      "size: tk, offset: tk|size: tk|f.yaml:8:9: The key (offset) is missing|",
      "offset: tk}|offset: tk, of: 1}|f.yaml:8:60: The key (of) is not known|",
      "- Cluster(tc)|- Cluster(tc, Q)|f.yaml:9:20: A Cluster has one argument|",
      "- Cluster(tc)|- {op: Cluster, size: tc, dim: K}|f.yaml:9:38: The key (dim) is not known|",
      "\"SpatialMap(1,1) C\"|Cluster(2)|f.yaml:10:9: No directive stands before this cluster|",
      "\"SpatialMap(1,1) C\"|\"SpatialMap(1,1) CC\"|f.yaml:10:26: The dimension (CC) is not known|",
      "- \"SpatialMap(1,1) C\"|# nothing|f.yaml:9:9: No directive stands behind this cluster|",
      "- \"SpatialMap(1,1) C\"|- [1]|f.yaml:10:9: |",
      "- TemporalMap(tc,tc) C|- Cluster(tc)|f.yaml:7:9: No directive stands before this cluster|",
  })
  void aMistakeIsNamedWithFileLineAndColumn(String was, String is, String message, String maybe) {
    assertThat(TWO_LEVELS).contains(was);
    assertThatThrownBy(() -> DataflowReader.parse(TWO_LEVELS.replace(was, is), "f.yaml")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message).hasMessageContaining("Maybe ").hasMessageContaining(maybe == null ? "" : maybe);
  }

  @Test
  void twoDataflowsOfOneNameAreAnError() {
    String twice = TWO_LEVELS + TWO_LEVELS.substring(TWO_LEVELS.indexOf("  - name"));
    assertThatThrownBy(() -> DataflowReader.parse(twice, "f.yaml")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("f.yaml:11:11: The dataflow (two) stands twice");
  }

  @Test
  void aFileWithoutDataflowsIsAnError() {
    assertThatThrownBy(() -> DataflowReader.parse("format: dataflow/1\ndataflows: []\n", "f.yaml"))
        .isInstanceOf(BadInputException.class).hasMessageStartingWith("f.yaml:2:12: The file holds no dataflow");
    assertThatThrownBy(() -> DataflowReader.parse("format: dataflow/1\ndataflows: [{name: a, directives: []}]\n", "f.yaml"))
        .isInstanceOf(BadInputException.class).hasMessageContaining("The dataflow (a) has no directives.");
  }

  @Test
  void inTheTableOfTheReferenceNoSizeIsLeftOpen() {
    String json = """
        {"format": "neutral-dataflow-1", "dataflows": {
          "mine": [{"op": "S", "dim": "K", "size": "1", "offset": "1+tk"}]}}
        """;
    assertThatThrownBy(() -> DataflowReader.parse(json, "d.json")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("d.json:2:62: The parameter (tk) is not declared.");
    assertThat(DataflowReader.parse(json.replace("tk", "1"), "d.json").get(0).directives().get(0).text())
        .isEqualTo("SpatialMap(1,1+1) K");
  }

  @Test
  void aHundredThousandCharactersAreOneError() {
    for (String unit : List.of("(", "TemporalMap(", "1+", "[", "{a: ", "Sz(")) {
      String text = TWO_LEVELS.replace("TemporalMap(tc,tc) C", unit.repeat(100_000 / unit.length()));
      assertThatThrownBy(() -> DataflowReader.parse(text, "f.yaml")).as(unit).isInstanceOf(BadInputException.class)
          .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1_000));
    }
  }
}
