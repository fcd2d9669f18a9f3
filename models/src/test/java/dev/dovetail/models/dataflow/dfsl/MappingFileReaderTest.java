package dev.dovetail.models.dataflow.dfsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFileReaderTest {
  private static final Path SMALL = Path.of("src/test/resources/dev/dovetail/models/dataflow/small.m");

  private static MappingFile parse(String text) {
    return MappingFileReader.parse(text, "n.m");
  }

  /** One convolution with what is given behind its type and sizes. */
  private static MappingFile.Layer layer(String blocks) {
    return parse("Network n {\nLayer l {\nType: CONV\n" + blocks + "\n}\n}").layers().get(0);
  }

  private static List<Directive> directives(String dataflow) {
    return layer("Dimensions { K: 8, C: 6, R: 3, S: 5, Y: 9, X: 11 }\nDataflow {\n" + dataflow + "\n}").directives();
  }

  @Test
  void aFileIsItsLayersInOrder() {
    MappingFile file = MappingFileReader.read(SMALL);
    assertThat(file.network()).isEqualTo("small");
    assertThat(file.layers()).extracting(MappingFile.Layer::name).containsExactly("first", "second", "product");
    MappingFile.Layer first = file.layers().get(0);
    assertThat(first.shape().type()).isEqualTo(LayerType.CONV);
    assertThat(first.shape().sizes())
        .isEqualTo(Map.of(LoopDim.K, 16L, LoopDim.C, 8L, LoopDim.R, 3L, LoopDim.S, 3L, LoopDim.Y, 14L,
            LoopDim.X, 14L));
    assertThat(first.shape().strideY()).isEqualTo(2);
    assertThat(first.shape().strideX()).isEqualTo(1);
    assertThat(first.directives()).containsExactly(Directive.spatial(1, 1, LoopDim.K), Directive.temporal(4, 4, LoopDim.C),
        Directive.temporal(3, 1, LoopDim.Y), Directive.temporal(3, 1, LoopDim.X_OUT), Directive.cluster(4),
        Directive.spatial(1, 1, LoopDim.C));
    assertThat(first.where()).endsWith("small.m:6:3");
    assertThat(file.layers().get(1).inherited()).isFalse();
    assertThat(file.layers().get(2).directives().get(0)).isEqualTo(Directive.spatial(1, 1, LoopDim.M));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "TemporalMap(3,1) Y; Cluster(4, P);",
      "TemporalMap 3 1 Y Cluster 4 L",
      "TemporalMap ( 3 , 1 ) Y Cluster : 4 -> P",
      "TemporalMap(Sz(R),1)Y;Cluster(4,P)",
      "TemporalMap(Sz R 1)\nY Cluster(\n4,\nP)",
      "TemporalMap(Sz(S)-2, 7-2*Sz(R)) Y; Cluster(2*2, P)",
      "// a word\nTemporalMap(3,1) Y; // TemporalMap(1,1) Z\n//\nCluster(4,P) //",
      "TemporalMap(3,1) Y;\r\nCluster(4, P);\r",
  })
  void separatorsMeanNothing(String dataflow) {
    assertThat(directives(dataflow)).containsExactly(Directive.temporal(3, 1, LoopDim.Y), Directive.cluster(4));
  }

  @Test
  void aConstantStandsForItsLastValueBeforeItsUse() {
    MappingFile file = parse("""
        Constant T 4;
        Constant U: 3;
        Constant T 5;
        Network n { Layer a { Type: CONV Dimensions { K: T, C: 2 }
          Dataflow { SpatialMap(T,U) K; TemporalMap(T-U,T/2) C; Cluster(U, P) } } }
        Constant T 6;
        """);
    assertThat(file.layers().get(0).shape().sizes()).isEqualTo(Map.of(LoopDim.K, 5L, LoopDim.C, 2L));
    assertThat(file.layers().get(0).directives()).containsExactly(Directive.spatial(5, 3, LoopDim.K),
        Directive.temporal(2, 2, LoopDim.C), Directive.cluster(3));
  }

  @Test
  void aLayerWithoutADataflowTakesTheNumbersOfTheOneBefore() {
    MappingFile file = parse("""
        Network n {
          Layer a { Type: CONV Dimensions { K: 4, R: 3 } Dataflow { SpatialMap(Sz(R),1) K } }
          Layer b { Type: CONV Dimensions { K: 4, R: 5 } }
          Layer c { Type: CONV Dimensions { K: 4, R: 7 } Dataflow { } }
        }
        """);
    assertThat(file.layers()).extracting(MappingFile.Layer::inherited).containsExactly(false, true, true);
    assertThat(file.layers()).allSatisfy(l -> assertThat(l.directives()).containsExactly(Directive.spatial(3, 1, LoopDim.K)));
  }

  @Test
  void twoDataflowsOfOneLayerAreOne() {
    assertThat(layer("Dimensions { K: 4 } Dataflow { SpatialMap(1,1) K } Dataflow { TemporalMap(1,1) C }").directives())
        .containsExactly(Directive.spatial(1, 1, LoopDim.K), Directive.temporal(1, 1, LoopDim.C));
  }

  @Test
  void networksFollowOneAnotherAndTheLastNameCounts() {
    String body = "{ Layer %s { Type: CONV Dimensions { K: 4 } Dataflow { SpatialMap(1,1) K } } }\n";
    MappingFile file = parse("Network one two " + body.formatted("a") + "Network three " + body.formatted("b"));
    assertThat(file.network()).isEqualTo("three");
    assertThat(file.layers()).extracting(MappingFile.Layer::name).containsExactly("a", "b");
    assertThat(parse("Network " + body.formatted("a")).network()).isEmpty();
  }

  @Test
  void theNameIsTheLastWordBeforeTheTypeIsRead() {
    String dims = "Dimensions { K: 4, C: 8 }";
    String flow = "Dataflow { SpatialMap(1,1) K }";
    MappingFile file =
        parse("Network n { Layer a b { Type: CONV " + dims + flow + "} Layer { Type: CONV " + dims + flow + "} Layer c { "
            + dims + "Type: CONV " + flow + "} Layer d { Type: CONV Type: DSCONV " + dims + flow + "} }");
    assertThat(file.layers()).extracting(MappingFile.Layer::name).containsExactly("b", "C", "C", "Layer");
    assertThat(file.layers().get(3).shape().type()).isEqualTo(LayerType.DSCONV);
    assertThat(parse("Constant T 3 Network n { Layer { Type: CONV " + dims + flow + "} }").layers().get(0).name()).isEqualTo("T");
    assertThat(parse("Network n { Layer { Type: CONV " + dims + flow + "} }").layers().get(0).name()).isEqualTo("Layer");
  }

  @Test
  void aStrideCountsUnderTheNameThatIsListed() {
    assertThat(layer("Stride { Y: 2, X': 3, K: 5 } Dimensions { Y: 9, X': 4 } Dataflow { SpatialMap(1,1) K }").shape().strideX())
        .isEqualTo(3);
    assertThat(layer("Stride { Y': 2, X: 3, X: 4 } Dimensions { Y: 9, X: 4 } Dataflow { SpatialMap(1,1) K }").shape())
        .satisfies(s -> assertThat(s.strideY()).isOne()).satisfies(s -> assertThat(s.strideX()).isEqualTo(4));
  }

  @Test
  void wordsBetweenTheBlocksMeanNothing() {
    assertThat(
        parse("version 3 { x } Network n { Layer a { Type: CONV Dimensions { K: 4 } Dataflow { SpatialMap(1,1) K } } } }\nend")
            .layers()).hasSize(1);
  }

  @Test
  void bracesMayTouchWords() {
    assertThat(parse("Network n{Layer a{Type:CONV Dimensions{K:4}Dataflow{SpatialMap(1,1)K}}}").layers().get(0).name())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Type: CONV|Type: CONVO|n.m:3:9: The layer type (CONVO) is not known|Maybe you meant 'CONV'.",
      "Type: CONV|Type: conv|n.m:3:9: The layer type (conv) is not known|Maybe you meant 'CONV'.",
      "Type: CONV|Type: POOL|n.m:3:9: The mapping is invalid (UNSUPPORTED_LAYER)|Maybe write the layer as GEMM",
      "Type: CONV|Typ: CONV|n.m:3:3: The word (Typ) is not known in a layer|Maybe you meant 'Type'.",
      "Type: CONV||n.m:2:3: The layer has no type|Maybe write Type: CONV",
      "Stride { X: 2 }|Stride { X: 0 }|n.m:4:15: The stride of X (0) must be from 1|",
      "Stride { X: 2 }|Stride { X: -2 }|n.m:4:16: The stride of X (-2) must be at least 1|Maybe remove the minus sign.",
      "Stride { X: 2 }|Stride X: 2|n.m:4:10: The word (X) stands where the opening brace of the strides|",
      "Stride { X: 2 }|Stride { X: T }|n.m:4:15: The stride of X (T) must be a whole number|",
      "Stride { X: 2 }|Stride { W: 2 }|n.m:4:12: The dimension (W) is not known|Maybe use one of: N, G, K",
      "Stride { X: 2 }|Stride { X: 2|n.m:5:3: The dimension (Dimensions) is not known|",
      "K: T,|K: 0,|n.m:5:19: The size of K (0) must be from 1 to 2147483647|",
      "K: T,|K: 3x,|n.m:5:19: The size of K (3x) must be a whole number|",
      "K: T,|K: 2.5,|n.m:5:19: The size of K (2.5) must be a whole number|",
      "K: T,|K: U,|n.m:5:19: The size of K (U) must be a whole number|Maybe it is the name of a constant that is not declared",
      "K: T,|K: Z,|n.m:5:19: The constant (Z) is 0|",
      "K: T,|K: 99999999999,|n.m:5:19: The size of K (99999999999) must be from 1|",
      "K: T,|K: 8, K: 9,|n.m:5:22: The dimension (K) is listed twice|Maybe remove one",
      "K: T,|Q: 8,|n.m:5:16: The dimension (Q) is not known|",
      "Dataflow {|Dataflw {|n.m:6:3: The word (Dataflw) is not known in a layer|Maybe you meant 'Dataflow'.",
      "TemporalMap|TemporaMap|n.m:7:5: The directive (TemporaMap) is not known|Maybe you meant 'TemporalMap'.",
      "(Sz(R),1)|(Sz(N),1)|n.m:7:20: The dimension (N) of Sz() is not listed by the layer|Maybe use one of: [K, R, Y, X]",
      "(Sz(R),1)|(Sz(R)|n.m:7:23: The offset (Y) must be a whole number|",
      "(Sz(R),1)|(0,1)|n.m:7:17: The tile size (0) must be from 1|",
      "(Sz(R),1)|(Sz(R),Z)|n.m:7:23: The offset (Z) is 0; it must be from 1|",
      "(Sz(R),1)|(2+Sz(C),1)|n.m:7:17: The dimension (C) of Sz() is not listed|",
      "(Sz(R),1)|(2+,1)|n.m:7:19: A size is missing|",
      "(Sz(R),1)|(2+%,1)|n.m:7:19: The character (%) is not a size|",
      "(Sz(R),1)|(T*U,1)|n.m:7:17: The constant (U) is not declared|",
      "(Sz(R),1)|(1-T,1)|n.m:7:17: The value of the size (1-T) is -7|",
      "(Sz(R),1)|(1/0,1)|n.m:7:5: The size (1/0) has no value|",
      "(Sz(R),1)|(1+1,1,1)|n.m:7:5: The directive (TemporalMap) has 3 arguments, not 2|",
      "Y;|V;|n.m:7:26: The dimension (V) is not known|",
      "Cluster(4, P)|Cluster(4)|n.m:10:5: The word (SpatialMap) stands where the kind of the cluster|Maybe write Cluster(64, P).",
      "Cluster(4, P)|Cluster(4, Q)|n.m:9:16: The word (Q) stands where the kind|",
      "Constant T 8|Constant T x|n.m:1:12: The value of the constant T (x) must be a whole number|",
      "Network n|Netwrk n|n.m:2:1: The word (Netwrk) stands outside of a network|Maybe you meant 'Network'.",
      "Network n|Accelerator n|n.m:2:1: The word (Accelerator) begins a block|",
      "Network n {|Network n }|n.m:2:11: The network closes before it opens|",
      "  Layer a {|  Layr a {|n.m:2:3: The word (Layr) is not known in a network|Maybe you meant 'Layer'.",
  })
  void aMistakeIsNamedWithFileLineAndColumn(String was, String is, String message, String maybe) {
    String text = """
        Constant T 8; Constant Z 0; Network n {
          Layer a {
          Type: CONV
          Stride { X: 2 }
          Dimensions { K: T, R: 3, Y: 8, X: 8 }
          Dataflow {
            TemporalMap(Sz(R),1) Y;
            SpatialMap(1,1) K;
            Cluster(4, P);
            SpatialMap(1,1) X;
          }
          }
        }
        """;
    if (was.startsWith("Network") || was.startsWith("  Layer")) {
      text = text.replace("Constant Z 0; Network n {\n", "Constant Z 0;\nNetwork n {\n").replace("Network n {\n  Layer",
          "Network n {\n  Layer");
    }
    assertThat(text).contains(was);
    String broken = text.replaceFirst(java.util.regex.Pattern.quote(was),
        java.util.regex.Matcher.quoteReplacement(is == null ? "" : is));
    String place = was.startsWith("  Layer") ? message.replace("n.m:2:", "n.m:3:") : message;
    assertThatThrownBy(() -> parse(broken)).isInstanceOf(BadInputException.class).hasMessageStartingWith(place)
        .hasMessageContaining("Maybe ").hasMessageContaining(maybe == null ? "" : maybe);
  }

  @Test
  void sizesComeBeforeTheirUse() {
    assertThatThrownBy(() -> layer("Dataflow { TemporalMap(Sz(R),1) Y } Dimensions { R: 3 }"))
        .hasMessageContaining("n.m:4:27: The dimension (R) of Sz() is not listed")
        .hasMessageContaining("Maybe the block (Dimensions) is to stand before the block (Dataflow).");
    assertThatThrownBy(() -> layer("Dimensions { R: 3 } Stride { X: 2 } Dataflow { SpatialMap(1,1) K }"))
        .hasMessageStartingWith("n.m:4:21: The block (Stride) stands behind the block (Dimensions).");
  }

  @Test
  void theFirstLayerNeedsADataflow() {
    assertThatThrownBy(() -> layer("Dimensions { R: 3 }")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("n.m:2:1: The layer (l) has no dataflow, and no layer stands before it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "// nothing\n", "Network n { }", "a b c"})
  void aFileWithoutALayerIsAnError(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("n.m:1:1: The file holds no layer.");
  }

  @Test
  void aFileThatIsCutOffSaysWhatIsOpen() {
    assertThatThrownBy(() -> parse("Network n {\n  Layer a { Type: CONV Dimensions { K: 4")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "n.m:2:24: The file ends before the closing brace of the dimensions; what begins here (Dimensions)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "Sz(", "TemporalMap(1+", "1", "Layer a {", "1+(", "x"})
  void aMillionCharactersAreOneError(String unit) {
    String text =
        "Network n { Layer a { Type: CONV Dimensions { K: 4 } Dataflow { TemporalMap(" + unit.repeat(1_000_000 / unit.length());
    assertThatThrownBy(() -> parse(text)).isInstanceOf(BadInputException.class)
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1_000));
  }

  @Test
  void aFileOfManyLayersIsReadInOneGo() {
    String layer = "Layer a { Type: CONV Dimensions { K: 4 } Dataflow { SpatialMap(1,1) K } }\n";
    assertThat(parse("Network n {\n" + layer.repeat(2_000) + "}").layers()).hasSize(2_000);
  }
}
