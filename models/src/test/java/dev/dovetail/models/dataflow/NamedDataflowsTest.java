package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamedDataflowsTest {
  private static final LayerShape DEPTHWISE =
      new LayerShape(
          LayerType.DSCONV,
          Map.of(LoopDim.C, 4L, LoopDim.R, 3L, LoopDim.S, 3L, LoopDim.Y, 8L, LoopDim.X, 8L));
  private static final LayerShape GROUPED =
      new LayerShape(
          LayerType.NGCONV,
          Map.of(
              LoopDim.G,
              4L,
              LoopDim.K,
              2L,
              LoopDim.C,
              3L,
              LoopDim.R,
              3L,
              LoopDim.S,
              3L,
              LoopDim.Y,
              6L,
              LoopDim.X,
              6L));
  private static final LayerShape BATCHED = batched();

  private static LayerShape batched() {
    Map<LoopDim, Long> sizes = new EnumMap<>(GROUPED.sizes());
    sizes.put(LoopDim.N, 2L);
    return new LayerShape(LayerType.NGCONV, sizes);
  }

  @Test
  void thereAreFifteenByName() {
    assertThat(NamedDataflows.all()).extracting(Dataflow::name)
        .containsExactly(
            "ckp_ws",
            "dpt",
            "gemm_1lv",
            "gemm_nmk",
            "gemm_os",
            "gemm_reuse",
            "kcp_ws",
            "kp_tile",
            "maeri",
            "nlr",
            "rs",
            "xp_ws",
            "ykp_os",
            "yx_tile",
            "yxp_os");
  }

  @Test
  void aNameThatIsNotKnownGetsASuggestion() {
    assertThatThrownBy(() -> NamedDataflows.named("kcp_os")).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The dataflow (kcp_os) is not known.")
        .hasMessageContaining("Maybe you meant 'kcp_ws'.");
  }

  @Test
  void directivesReadLikeMappingFiles() {
    assertThat(text(NamedDataflows.named("kcp_ws").directives())).isEqualTo(
        "SpatialMap(1,1) K; TemporalMap(tc,tc) C; TemporalMap(Sz(R),Sz(R)) R; TemporalMap(Sz(S),Sz(S)) S; "
            + "TemporalMap(Sz(R),1) Y; TemporalMap(Sz(S),1) X; Cluster(tc); SpatialMap(1,1) C; TemporalMap(Sz(R),1) Y; "
            + "TemporalMap(Sz(S),1) X; TemporalMap(Sz(R),Sz(R)) R; TemporalMap(Sz(S),Sz(S)) S");
    assertThat(text(NamedDataflows.named("gemm_reuse").directives())).isEqualTo(
        "TemporalMap(tn,tn) N; SpatialMap(tm,tm) M; TemporalMap(tk,tk) K; Cluster(ceil(tk/sk)); TemporalMap(tn,tn) N; "
            + "TemporalMap(tm,tm) M; SpatialMap(sk,sk) K");
  }

  @Test
  void eachIsForItsLayerTypes() {
    assertThat(names(LayerType.DSCONV)).containsExactly("dpt", "yxp_os");
    assertThat(names(LayerType.GEMM)).containsExactly("gemm_1lv", "gemm_nmk", "gemm_os", "gemm_reuse");
    assertThat(names(LayerType.CONV))
        .containsExactly("ckp_ws", "kcp_ws", "kp_tile", "maeri", "nlr", "rs", "xp_ws", "ykp_os", "yx_tile", "yxp_os");
    assertThat(names(LayerType.NGCONV)).isEqualTo(names(LayerType.CONV));
  }

  @Test
  void aDepthwiseConvolutionGetsNoMapOfFilters() {
    Dataflow yxp = NamedDataflows.named("yxp_os");
    assertThat(text(yxp.directives())).startsWith("TemporalMap(1,1) K; TemporalMap(1,1) C;");
    assertThat(text(NamedDataflows.adapted(yxp, DEPTHWISE).directives())).startsWith("TemporalMap(1,1) C;")
        .doesNotContain(" K");
  }

  @Test
  void batchComesBeforeGroupsBeforeTheRest() {
    Dataflow nlr = NamedDataflows.named("nlr");
    assertThat(text(NamedDataflows.adapted(nlr, GROUPED).directives())).startsWith("TemporalMap(1,1) G; TemporalMap(1,1) K;");
    assertThat(text(NamedDataflows.adapted(nlr, BATCHED).directives()))
        .startsWith("TemporalMap(1,1) N; TemporalMap(1,1) G; TemporalMap(1,1) K;");
    // N of a matrix product is a dimension like others.
    Dataflow os = NamedDataflows.named("gemm_os");
    assertThat(NamedDataflows.adapted(os, NamedDataflows.fullyConnected(1, 8, 4)).directives()).isEqualTo(os.directives());
  }

  @Test
  void aFullyConnectedLayerIsAMatrixProduct() {
    assertThat(NamedDataflows.fullyConnected(2, 8, 4)).isEqualTo(
        new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, 2L, LoopDim.K, 8L, LoopDim.N, 4L)));
  }

  private static List<String> names(LayerType type) {
    return NamedDataflows.all().stream().filter(d -> d.layers().contains(type)).map(Dataflow::name).toList();
  }

  private static String text(List<DirectiveTemplate> directives) {
    return directives.stream().map(DirectiveTemplate::text).collect(Collectors.joining("; "));
  }
}
