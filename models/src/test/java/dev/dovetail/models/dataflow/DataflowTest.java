package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Directive.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataflowTest {
  private static final LayerShape LAYER =
      new LayerShape(LayerType.CONV, Map.of(LoopDim.K, 64L, LoopDim.C, 10L, LoopDim.R, 3L, LoopDim.S, 5L));

  private static DirectiveTemplate line(String text) {
    try {
      return DirectiveParser.parse(text);
    } catch (ExpressionParser.Mistake e) {
      throw new AssertionError(e);
    }
  }

  private static Dataflow dataflow(List<TileParameter> parameters, String... lines) {
    return new Dataflow("mine", Set.of(LayerType.CONV), parameters, List.of(lines).stream().map(DataflowTest::line).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "TemporalMap(Sz(R),1) Y|TemporalMap(Sz(R),1) Y",
      " SpatialMap ( tc , tc ) C ; |SpatialMap(tc,tc) C",
      "T(8+Sz(S)-1, 8) X'|TemporalMap(8+Sz(S)-1,8) X'",
      "S((1+2)*3,ceil(Sz(C)/2))K|SpatialMap((1+2)*3,ceil(Sz(C)/2)) K",
      "Cluster(64)|Cluster(64)",
      "Cluster(tc, P);|Cluster(tc)",
      "C(2)|Cluster(2)",
  })
  void aLineIsADirective(String text, String canonical) {
    assertThat(line(text).text()).isEqualTo(canonical);
    assertThat(line(canonical)).isEqualTo(line(text));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "''|0|The directive () is not known",
      "TemporlMap(1,1) K|0|The directive (TemporlMap) is not known",
      "TemporalMap K|12|An opening parenthesis is missing",
      "TemporalMap(1,1 K|17|A closing parenthesis is missing",
      "TemporalMap(1) K|12|A TemporalMap has two arguments, its size and its offset, not 1.",
      "TemporalMap(1,1,1) K|12|not 3.",
      "TemporalMap(1,) K|14|A size is missing",
      "TemporalMap(1,2+x%) K|17|The text (%) after a size",
      "TemporalMap(1,1)|16|The dimension of the TemporalMap is missing",
      "TemporalMap(1,1) Z|17|The dimension (Z) is not known",
      "TemporalMap(1,1) Y''|17|The dimension (Y'') is not known",
      "SpatialMap(1,1) K C|18|The text (C) after the directive",
      "Cluster(2,3)|10|A Cluster has one argument, not 2.",
      "Cluster(2) K|11|The text (K) after the directive",
  })
  void aLineThatIsNoneIsAMistakeAtItsPlace(String text, int offset, String message) {
    assertThatThrownBy(() -> DirectiveParser.parse(text)).isInstanceOfSatisfying(ExpressionParser.Mistake.class, e -> {
      assertThat(e.getMessage()).contains(message);
      assertThat(e.offset()).isEqualTo(offset);
      assertThat(e.maybe()).isNotBlank();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "T(", "TemporalMap(1,", "Cluster(", "C(1+", "x"})
  void aMillionCharactersAreOneMistake(String unit) {
    assertThatThrownBy(() -> DirectiveParser.parse(unit.repeat(1_000_000 / unit.length())))
        .isInstanceOf(ExpressionParser.Mistake.class).satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @Test
  void sizesAreThoseOfTheLayerAndOfTheParameters() {
    Dataflow d = dataflow(List.of(TileParameter.of("tc", LoopDim.C)), "SpatialMap(1,1) K", "TemporalMap(tc,tc) C",
        "TemporalMap(2*Sz(S)-1,Sz(R)) X", "Cluster(ceil(Sz(C)/tc))", "SpatialMap(1,1) C");
    // 2*5-1 = 9; ceil(10/4) = 3.
    assertThat(d.resolve(LAYER, Map.of("tc", 4L))).containsExactly(Directive.spatial(1, 1, LoopDim.K),
        Directive.temporal(4, 4, LoopDim.C), Directive.temporal(9, 3, LoopDim.X), Directive.cluster(3),
        Directive.spatial(1, 1, LoopDim.C));
  }

  @Test
  void aSizeThatTheLayerDoesNotListIsAnError() {
    assertThatThrownBy(() -> dataflow(List.of(), "TemporalMap(Sz(Y),1) Y").resolve(LAYER, Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The directive (TemporalMap(Sz(Y),1) Y) of the dataflow (mine) asks for the size of (Y)");
  }

  @Test
  void aSizeWithoutAValueIsAnError() {
    assertThatThrownBy(() -> dataflow(List.of(), "TemporalMap(1/(Sz(R)-3),1) Y").resolve(LAYER, Map.of()))
        .isInstanceOf(BadInputException.class).hasMessageContaining("has no value for this layer");
  }

  @Test
  void aParameterMustBeDeclared() {
    assertThatThrownBy(() -> dataflow(List.of(TileParameter.of("tc", LoopDim.C)), "SpatialMap(tk,tc) K"))
        .hasMessageContaining("The parameters [tk] of the dataflow (mine) are not declared.");
  }

  @Test
  void aParameterTakesADimensionOrValuesNotBoth() {
    assertThatThrownBy(() -> new TileParameter("t", LoopDim.C, List.of(1L))).hasMessageContaining("The parameter (t)");
    assertThatThrownBy(() -> new TileParameter("t", null, List.of())).hasMessageContaining("The parameter (t)");
    assertThat(new TileParameter("t", null, List.of(2L)).values()).containsExactly(2L);
  }

  @Test
  void aClusterHasNoDimensionAndAMapHasOne() {
    assertThatThrownBy(() -> new Directive(Kind.CLUSTER, 2, 0, LoopDim.K)).hasMessage("A CLUSTER takes no dimension.");
    assertThatThrownBy(() -> new Directive(Kind.SPATIAL, 1, 1, null)).hasMessage("A SPATIAL needs a dimension.");
    assertThat(Directive.cluster(4)).hasToString("Cluster(4)");
    assertThat(Directive.temporal(3, 1, LoopDim.Y_OUT)).hasToString("TemporalMap(3,1) Y'");
  }

  @Test
  void aLayerKeepsItsSizesInTheOrderOfTheDimensions() {
    assertThat(LAYER.sizes().keySet()).containsExactly(LoopDim.K, LoopDim.C, LoopDim.R, LoopDim.S);
    assertThat(LAYER.lists(LoopDim.R)).isTrue();
    assertThat(LAYER.lists(LoopDim.Y)).isFalse();
    assertThat(LAYER.strideY()).isOne();
    assertThatThrownBy(() -> LAYER.sizes().put(LoopDim.Y, 1L)).isInstanceOf(UnsupportedOperationException.class);
  }
}
