package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.Box;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.intracore.mapper.TileWork.Piece;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says the output tile of a matrix operator in the layer types that a core has dataflows for.
 *
 * <ul>
 *   <li>Convolution: {@code Y = (rows - 1) * stride + R}, padding included, likewise X; N only where the tile has several images. Without a
 *       dataflow for convolutions it is the matrix product of its unrolled windows, estimated.
 *   <li>Depthwise: DSCONV over the tile's channels; a channel multiplier m makes m of them. Grouped: NGCONV, cut at group borders. Where the
 *       core has no dataflow for them, one dense convolution per group.
 *   <li>Matrix product: M rows, N columns, K summed. Products whose second operand is the same for all of the batch are one product with
 *       more rows; otherwise one per index of the batch. Columns are cut where another head begins. Without a dataflow for matrix products
 *       it is a convolution with a 1 x 1 kernel: C = K, K = N, Y = M.
 *   <li>Directives know no dilation: the window is taken as dense, and the tile is marked as estimated. A transposed convolution is the
 *       convolution of its outputs with {@code ceil(kernel / stride)} taps per axis, estimated.
 * </ul>
 */
final class TileShapes {
  private final Layer layer;
  private final Box tile;
  private final Set<LayerType> types;
  private boolean estimated;

  private TileShapes(Layer layer, Box tile, Set<LayerType> types) {
    this.layer = layer;
    this.tile = tile;
    this.types = types;
  }

  /**
   * The tile in the given types; empty if they cannot say it.
   *
   * @param layer a matrix operator
   * @param tile a non-empty part of its output
   * @param types what the core has dataflows for
   */
  static Optional<TileWork> of(Layer layer, Box tile, Set<LayerType> types) {
    TileShapes shapes = new TileShapes(layer, tile, types);
    List<Piece> pieces = layer.operator() == Operator.MATMUL ? shapes.products() : shapes.convolutions();
    return pieces.isEmpty() ? Optional.empty() : Optional.of(new TileWork(pieces, shapes.estimated));
  }

  private List<Piece> convolutions() {
    estimated = layer.operator() == Operator.CONV_TRANSPOSE;
    long inPerGroup = layer.reductions().getOrDefault(Dim.C, 1);
    int axis = layer.axes().indexOf(Dim.K);
    if (layer.groups() == 1 || axis < 0 || layer.shape().get(axis) % layer.groups() != 0) {
      return dense(List.of(new Run(layer.extent(Dim.K, tile), 1)), inPerGroup);
    }
    int outPerGroup = layer.shape().get(axis) / layer.groups();
    List<Run> runs = runs(tile.lo(axis), tile.hi(axis), outPerGroup);
    if (inPerGroup == 1 && types.contains(LayerType.DSCONV)) {
      return depthwise(runs, outPerGroup);
    }
    if (types.contains(LayerType.NGCONV)) {
      return pieces(runs, run -> {
        Map<LoopDim, Long> sizes = window();
        sizes.put(LoopDim.G, run.times());
        sizes.put(LoopDim.K, run.length());
        sizes.put(LoopDim.C, inPerGroup);
        return new Piece(sliding(LayerType.NGCONV, sizes), 1);
      });
    }
    return dense(runs, inPerGroup);
  }

  private List<Piece> dense(List<Run> runs, long c) {
    if (types.contains(LayerType.CONV)) {
      return pieces(runs, run -> {
        Map<LoopDim, Long> sizes = window();
        sizes.put(LoopDim.K, run.length());
        sizes.put(LoopDim.C, c);
        return new Piece(sliding(LayerType.CONV, sizes), run.times());
      });
    }
    if (types.contains(LayerType.GEMM)) {
      estimated |= reduced(Dim.FY) * reduced(Dim.FX) > 1;
      long rows = layer.extent(Dim.B, tile) * outputs(Dim.OY) * outputs(Dim.OX);
      return pieces(runs, run -> new Piece(gemm(rows, run.length(), c * reduced(Dim.FY) * reduced(Dim.FX)), run.times()));
    }
    return List.of();
  }

  /** The j-th output channel of every group that has so many in the tile, for each j: layers of one output per channel. */
  private List<Piece> depthwise(List<Run> runs, int multiplier) {
    List<Piece> made = new ArrayList<>();
    for (int j = 0; j < multiplier; j++) {
      long channels = 0;
      for (Run run : runs) {
        channels += run.length() > j ? run.times() : 0;
      }
      if (channels > 0) {
        Map<LoopDim, Long> sizes = window();
        sizes.put(LoopDim.C, channels);
        add(made, new Piece(sliding(LayerType.DSCONV, sizes), 1));
      }
    }
    return made;
  }

  private List<Piece> products() {
    long summed = layer.reductions().values().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    long batch = layer.extent(Dim.B, tile) / reduced(Dim.B);
    long rows = outputs(Dim.OY) * outputs(Dim.OX);
    if (oneSecondOperand()) {
      rows *= batch;
      batch = 1;
    }
    long m = rows;
    long products = batch;
    if (!types.contains(LayerType.GEMM) && !types.contains(LayerType.CONV)) {
      return List.of();
    }
    return pieces(columns(), run -> {
      if (types.contains(LayerType.GEMM)) {
        return new Piece(gemm(m, run.length(), summed), products * run.times());
      }
      Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
      sizes.putAll(
          Map.of(LoopDim.K, run.length(), LoopDim.C, summed, LoopDim.Y, m, LoopDim.X, 1L, LoopDim.R, 1L, LoopDim.S, 1L));
      return new Piece(new LayerShape(LayerType.CONV, sizes), products * run.times());
    });
  }

  /** The columns of the tile, cut where an operand turns to other elements (the heads of a packed axis). */
  private List<Run> columns() {
    int axis = layer.axes().indexOf(Dim.K);
    if (axis >= 0 && axis == layer.axes().lastIndexOf(Dim.K)) {
      int head = Integer.MAX_VALUE;
      for (Operand operand : layer.operands()) {
        for (AxisMap map : operand.maps()) {
          if (map instanceof AxisMap.Grouped g && g.axis() == axis) {
            head = Math.min(head, g.outPerGroup());
          }
        }
      }
      if (head < layer.shape().get(axis)) {
        return runs(tile.lo(axis), tile.hi(axis), head);
      }
    }
    return List.of(new Run(outputs(Dim.K), 1));
  }

  /** Whether the second operand is the same for every index of the batch. */
  private boolean oneSecondOperand() {
    return layer.operands().stream().filter(o -> isFilter(layer, o)).noneMatch(o -> follows(layer, o, Dim.B, 2));
  }

  private static boolean follows(Layer layer, Operand operand, Dim dim, int longest) {
    return operand.maps().stream()
        .mapToInt(LeastReads::outputAxis)
        .anyMatch(a -> a >= 0 && layer.axes().get(a) == dim && layer.shape().get(a) >= longest);
  }

  /** Whether an operand is the weights of a convolution, or the second operand of a product: it follows channels, but no positions. */
  static boolean isFilter(Layer layer, Operand operand) {
    return follows(layer, operand, Dim.K, 1) && !follows(layer, operand, Dim.OY, 1) && !follows(layer, operand, Dim.OX, 1);
  }

  /** N where there are several images, R, S, Y, X. */
  private Map<LoopDim, Long> window() {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    long batch = layer.extent(Dim.B, tile);
    if (batch > 1) {
      sizes.put(LoopDim.N, batch);
    }
    sizes.put(LoopDim.R, reduced(Dim.FY));
    sizes.put(LoopDim.S, reduced(Dim.FX));
    sizes.put(LoopDim.Y, (outputs(Dim.OY) - 1) * stride(Dim.OY) + reduced(Dim.FY));
    sizes.put(LoopDim.X, (outputs(Dim.OX) - 1) * stride(Dim.OX) + reduced(Dim.FX));
    return sizes;
  }

  private LayerShape sliding(LayerType type, Map<LoopDim, Long> sizes) {
    return new LayerShape(type, sizes, stride(Dim.OY), stride(Dim.OX));
  }

  private static LayerShape gemm(long m, long n, long k) {
    return new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, m, LoopDim.N, n, LoopDim.K, k));
  }

  private long reduced(Dim dim) {
    return layer.reductions().getOrDefault(dim, 1);
  }

  /** Extent of the tile on the output axes of {@code dim}. */
  private long outputs(Dim dim) {
    return layer.extent(dim, tile) / reduced(dim);
  }

  private long stride(Dim dim) {
    for (Operand operand : layer.operands()) {
      for (AxisMap map : operand.maps()) {
        if (map instanceof AxisMap.Window w && layer.axes().get(w.axis()) == dim) {
          estimated |= w.dilation() > 1 && w.kernel() > 1;
          return w.stride();
        }
      }
    }
    return 1;
  }

  /**
   * Neighbouring groups of which the tile holds equally many output channels.
   *
   * @param length output channels in each
   * @param times how many groups
   */
  private record Run(long length, long times) {}

  /** Cuts {@code [lo, hi)} at multiples of {@code group}. */
  private static List<Run> runs(int lo, int hi, int group) {
    List<Run> runs = new ArrayList<>();
    int first = lo / group;
    int last = (hi - 1) / group;
    if (first == last) {
      return List.of(new Run(hi - lo, 1));
    }
    long head = (first + 1L) * group - lo;
    long tail = hi - (long) last * group;
    long whole = last - first - 1L + (head == group ? 1 : 0) + (tail == group ? 1 : 0);
    if (head < group) {
      runs.add(new Run(head, 1));
    }
    if (whole > 0) {
      runs.add(new Run(group, whole));
    }
    if (tail < group) {
      runs.add(new Run(tail, 1));
    }
    return runs;
  }

  private static List<Piece> pieces(List<Run> runs, Function<Run, Piece> piece) {
    List<Piece> made = new ArrayList<>();
    runs.forEach(run -> add(made, piece.apply(run)));
    return made;
  }

  /** Adds a piece, or to the number of an equal one. */
  private static void add(List<Piece> pieces, Piece piece) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).shape().equals(piece.shape())) {
        pieces.set(i, new Piece(piece.shape(), pieces.get(i).times() + piece.times()));
        return;
      }
    }
    pieces.add(piece);
  }
}
