package dev.dovetail.models.stream;

import dev.dovetail.models.Exact;
import dev.dovetail.models.stream.GroupGraph.Held;
import dev.dovetail.models.stream.GroupGraph.Kind;
import dev.dovetail.models.stream.GroupGraph.Transfer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * How large tiles of tensors are: of all cores together, and on one core.
 *
 * <p>A tile of a tensor is, per axis, the largest footprint of the nodes that write or read it, clipped to the tensor. On one core, loops are
 * divided by the splits of the node that makes it, or of that reader of a transfer which has most cores; a transfer itself touches the tile
 * along the tensor's own axes, so that an axis indexed by a sum is never divided. A single core holds the whole tile.
 */
public final class Footprints {
  private final GroupGraph graph;
  private final GroupTiling tiling;
  private final Map<Integer, long[]> tiles = new HashMap<>();

  Footprints(GroupGraph graph, GroupTiling tiling) {
    this.graph = graph;
    this.tiling = tiling;
  }

  /** Extents of one tile of a tensor, all cores together. */
  public long[] tile(int tensor) {
    return tiles.computeIfAbsent(tensor, this::tileOf).clone();
  }

  private long[] tileOf(int tensor) {
    StreamTensor t = graph.workload().tensor(tensor);
    long[] shape = new long[t.shape().size()];
    long[] limits = t.shape().stream().mapToLong(Long::longValue).toArray();
    for (int i = 0; i < graph.size(); i++) {
      long[] sizes = sizes(i, -1);
      for (StreamOperand o : graph.node(i).operands()) {
        if (o.tensor() == tensor) {
          widen(shape, o, sizes, limits);
        }
      }
    }
    return shape;
  }

  /** Bits of one tile of a tensor, all cores together. */
  public long tileBits(int tensor) {
    return bits(tensor, tile(tensor));
  }

  private long bits(int tensor, long[] shape) {
    return LongStream.of(shape).reduce(graph.workload().tensor(tensor).bits(), Exact::multiply);
  }

  /** The cores that hold a tensor where nothing else is said: those of its maker, of all readers of its transfer, or DRAM. */
  List<Integer> cores(int h, int dram) {
    Held tensor = graph.held().get(h);
    if (tensor.inDram()) {
      return List.of(dram);
    }
    if (tensor.node() >= 0) {
      return tiling.placement(tensor.node()).cores();
    }
    return targets(graph.transfers().get(tensor.transfer()));
  }

  /** Cores of all readers of a transfer, ascending. */
  List<Integer> targets(Transfer transfer) {
    TreeSet<Integer> cores = new TreeSet<>();
    for (int r : transfer.readers()) {
      cores.addAll(tiling.placement(r).cores());
    }
    return List.copyOf(cores);
  }

  /**
   * Extents of what one core holds of a tensor.
   *
   * @param cores that hold it
   */
  public long[] perCore(int h, List<Integer> cores) {
    Held tensor = graph.held().get(h);
    long[] whole = tile(tensor.tensor());
    int split = splitter(tensor, cores);
    if (tensor.inDram() || cores.size() == 1 || split < 0) {
      return whole;
    }
    long[] shape = new long[whole.length];
    int[] axes = graph.dims().ofTensor(tensor.tensor());
    for (int a = 0; a < shape.length; a++) { // the transfer runs along the axes themselves
      shape[a] = Math.max(1, whole[a] / tiling.parts(split, axes[a]));
    }
    int accessor = tensor.node() >= 0 ? tensor.node() : tensor.reader();
    widen(shape, graph.operand(accessor, tensor.tensor()), sizes(accessor, split), whole);
    return shape;
  }

  /** Bits of what one core holds of a tensor. */
  public long perCoreBits(int h, List<Integer> cores) {
    return bits(graph.held().get(h).tensor(), perCore(h, cores));
  }

  /** The node whose splits divide a tensor: its maker, or the reader with most cores, the first one among equals. */
  private int splitter(Held tensor, List<Integer> cores) {
    if (tensor.node() >= 0) {
      return tensor.node();
    }
    if (tensor.transfer() < 0 || graph.transfers().get(tensor.transfer()).kind() == Kind.COMPUTE_TO_MEM) {
      return -1;
    }
    int best = -1;
    for (int r : graph.transfers().get(tensor.transfer()).readers()) {
      List<Integer> own = tiling.placement(r).cores();
      if (cores.containsAll(own) && (best < 0 || own.size() > tiling.placement(best).cores().size())) {
        best = r;
      }
    }
    return best;
  }

  /** Sizes of node {@code i}'s loops in one tile, divided by the splits of node {@code split} (none if negative). */
  private long[] sizes(int i, int split) {
    long[] sizes = new long[graph.node(i).dims().size()];
    for (int d = 0; d < sizes.length; d++) {
      int z = graph.dims().of(i, d);
      sizes[d] = Math.max(1, tiling.tile(z) / (split < 0 ? 1 : tiling.parts(split, z)));
    }
    return sizes;
  }

  /** Widens a shape to what an operand touches when each loop begins at 0, clipped to the limits. */
  private static void widen(long[] shape, StreamOperand operand, long[] sizes, long[] limits) {
    for (int a = 0; a < shape.length; a++) {
      AxisIndex index = operand.axes().get(a);
      long last = index.offset() + index.extent(sizes) - 1;
      long extent = Math.min(last, limits[a] - 1) - Math.max(index.offset(), 0) + 1;
      shape[a] = Math.max(shape[a], Math.max(1, extent)); // a tile that begins in the padding is no free one
    }
  }
}
