package dev.dovetail.models.dataflow;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The dataflows of the literature, with their tile sizes as parameters.
 *
 * <p>Those of convolutions and matrix products are the ones that the public program maestro-project/maestro (commit 4eb08d1) ships
 * mappings of: weight stationary over columns ({@code xp_ws}), over K and C ({@code kcp_ws}, {@code ckp_ws}: NVDLA's), output stationary
 * ({@code ykp_os}; {@code yxp_os}: ShiDianNao's), no local reuse ({@code nlr}), row stationary ({@code rs}: Eyeriss's), {@code maeri},
 * depthwise ({@code dpt}); {@code kp_tile} and {@code yx_tile} leave all tile sizes open.
 *
 * <p>Tiles of several output rows or columns are written in outputs (Y', X'), so that they mean the same under every stride.
 */
public final class NamedDataflows {
  private static final Set<LayerType> CONV = EnumSet.of(LayerType.CONV, LayerType.NGCONV, LayerType.TRCONV);
  private static final Set<LayerType> CONV_OR_DEPTHWISE =
      EnumSet.of(LayerType.CONV, LayerType.NGCONV, LayerType.TRCONV, LayerType.DSCONV);
  private static final Set<LayerType> DEPTHWISE = EnumSet.of(LayerType.DSCONV);
  private static final Set<LayerType> GEMM = EnumSet.of(LayerType.GEMM);

  private static final TileParameter TK = TileParameter.of("tk", LoopDim.K);
  private static final TileParameter TC = TileParameter.of("tc", LoopDim.C);
  private static final TileParameter TY = TileParameter.of("ty", LoopDim.Y_OUT);
  private static final TileParameter TX = TileParameter.of("tx", LoopDim.X_OUT);
  private static final TileParameter SX = TileParameter.of("sx", LoopDim.X_OUT);
  private static final TileParameter TM = TileParameter.of("tm", LoopDim.M);
  private static final TileParameter TN = TileParameter.of("tn", LoopDim.N);
  private static final TileParameter SK = TileParameter.of("sk", LoopDim.K);

  private static final Map<String, Dataflow> BY_NAME = byName();

  private NamedDataflows() {}

  private static Map<String, Dataflow> byName() {
    Map<String, Dataflow> all = new TreeMap<>();
    add(all, "xp_ws", CONV, "T(tk,tk) K; T(tc,tc) C; Y1; S(Sz(S),1) X; RS", TK, TC);
    add(all, "kcp_ws", CONV, "S(1,1) K; T(tc,tc) C; RS; Y1; X1; Cluster(tc); S(1,1) C; Y1; X1; RS", TC);
    add(all, "ckp_ws", CONV, "S(1,1) C; T(tk,tk) K; RS; T(1,1) Y'; T(1,1) X'; Cluster(tk); S(1,1) K; RS", TK);
    add(all, "ykp_os", CONV, "T(tk,tk) K; S(Sz(R),1) Y; X1; T(1,1) C; Cluster(tk); S(1,1) K; Y1; X1; RS", TK);
    add(
        all,
        "yxp_os",
        CONV_OR_DEPTHWISE,
        "T(1,1) K; T(1,1) C; S(Sz(R),1) Y; T(tx,tx) X'; Cluster(tx); S(Sz(S),1) X; RS",
        TX);
    add(all, "nlr", CONV, "T(1,1) K; Y1; X1; RS; S(1,1) C");
    add(
        all,
        "rs",
        CONV,
        "S(1,1) Y'; T(1,1) X'; T(1,1) C; T(tk,tk) K; RS; Cluster(Sz(R)); S(1,1) Y; S(1,1) R; T(Sz(S),Sz(S)) S",
        TK);
    add(
        all,
        "maeri",
        CONV,
        "T(1,1) C; S(1,1) K; T(1,1) Y'; T(1,1) X'; RS; Cluster(Sz(R)); S(1,1) Y; S(1,1) R; Cluster(Sz(S)); S(1,1) X; S(1,1) S");
    add(all, "dpt", DEPTHWISE, "S(1,1) C; Y1; X1; RS");
    add(
        all,
        "kp_tile",
        CONV,
        "S(tk,tk) K; T(tc,tc) C; RS; T(ty,ty) Y'; T(tx,tx) X'; Cluster(c); S(1,1) C",
        TK,
        TC,
        TY,
        TX,
        TileParameter.of("c", LoopDim.C));
    add(
        all,
        "yx_tile",
        CONV,
        "T(tk,tk) K; T(tc,tc) C; RS; S(ty,ty) Y'; T(tx,tx) X'; Cluster(c); S(1,1) K; T(ty,ty) Y'; T(sx,sx) X'; RS",
        TK,
        TC,
        TY,
        TX,
        SX,
        TileParameter.of("c", LoopDim.K));
    add(all, "gemm_1lv", GEMM, "S(tn,tn) N; T(tm,tm) M; T(tk,tk) K", TN, TM, TK);
    add(all, "gemm_nmk", GEMM, "T(1,1) N; S(1,1) M; T(tk,tk) K; Cluster(tk); T(1,1) N; T(1,1) M; S(1,1) K", TK);
    add(all, "gemm_os", GEMM, "S(1,1) M; T(tn,tn) N; T(1,1) K; Cluster(tn); S(1,1) N", TN);
    add(
        all,
        "gemm_reuse",
        GEMM,
        "T(tn,tn) N; S(tm,tm) M; T(tk,tk) K; Cluster(ceil(tk/sk)); T(tn,tn) N; T(tm,tm) M; S(sk,sk) K",
        TN,
        TM,
        TK,
        SK);
    return all;
  }

  private static void add(Map<String, Dataflow> all, String name, Set<LayerType> layers, String text, TileParameter... open) {
    all.put(name, new Dataflow(name, layers, List.of(open), DirectiveText.parse(text)));
  }

  /** All of them, by name. */
  public static List<Dataflow> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * The dataflow with that name.
   *
   * @throws BadInputException if there is none, with a suggestion
   */
  public static Dataflow named(String name) {
    Dataflow dataflow = BY_NAME.get(name);
    if (dataflow == null) {
      throw new BadInputException(
          "The dataflow (%s) is not known.".formatted(name),
          Suggestions.instead(name, BY_NAME.keySet()));
    }
    return dataflow;
  }

  /** Whether {@code dataflow} is one of these, not a person's own of the same name. */
  public static boolean contains(Dataflow dataflow) {
    return Objects.equals(BY_NAME.get(dataflow.name()), dataflow);
  }

  /**
   * What a named dataflow is for a layer: without maps of K for a depthwise convolution, which has none; one image and one group at a
   * time, outermost, if the layer lists N or G.
   */
  public static Dataflow adapted(Dataflow named, LayerShape layer) {
    List<DirectiveTemplate> directives = new ArrayList<>(outermost(named, layer));
    directives.addAll(inner(named, layer));
    return new Dataflow(named.name(), named.layers(), named.parameters(), directives);
  }

  /** The maps that {@link #adapted} puts in front. */
  public static List<DirectiveTemplate> outermost(Dataflow named, LayerShape layer) {
    List<DirectiveTemplate> front = new ArrayList<>();
    if (layer.type().slides() && layer.lists(LoopDim.N)) {
      front.addAll(DirectiveText.parse("T(1,1) N"));
    }
    if (layer.type() == LayerType.NGCONV && named.layers().contains(LayerType.NGCONV)) {
      front.addAll(DirectiveText.parse("T(1,1) G"));
    }
    return front;
  }

  /** The maps that {@link #adapted} takes over. */
  public static List<DirectiveTemplate> inner(Dataflow named, LayerShape layer) {
    return named.directives().stream().filter(d -> layer.type() != LayerType.DSCONV || d.dim() != LoopDim.K).toList();
  }

  /**
   * A fully connected layer as a matrix product: (batch x inputs) by (inputs x outputs).
   *
   * @param batch rows of the input, at least 1
   * @param inputs summed elements, at least 1
   * @param outputs elements per row of the output, at least 1
   */
  public static LayerShape fullyConnected(long batch, long inputs, long outputs) {
    Map<LoopDim, Long> sizes = new LinkedHashMap<>();
    sizes.put(LoopDim.M, batch);
    sizes.put(LoopDim.K, inputs);
    sizes.put(LoopDim.N, outputs);
    return new LayerShape(LayerType.GEMM, sizes);
  }
}
