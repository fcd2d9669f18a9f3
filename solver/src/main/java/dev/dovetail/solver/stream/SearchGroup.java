package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What of a fusion group depends neither on cores nor on tiles, as bit masks over its loops: the ground that a search evaluates on.
 *
 * <p>Role: made once per set of nodes. A <em>loop</em> here is a global loop longer than 1 that some node has, so that it may be cut.
 */
final class SearchGroup {
  /** Masks are {@code long}. */
  static final int MOST_LOOPS = 62;

  final GroupGraph graph;
  /** Global loop of each loop. */
  final int[] global;
  /** Size of each loop. */
  final long[] size;
  /** Per node and dimension its loop, or -1 for one that cannot be cut. */
  final int[][] loopOf;
  /** Loops of each node. */
  final long[] nodeLoops;
  /** Per transfer the loops that it is not absent from. */
  final long[] transferLoops;
  /** Per held tensor the loops that it takes from its maker. */
  final long[] heldLoops;
  /** Per held tensor those of them that it moves with. */
  final long[] heldVarying;
  /** Per transfer the loops that its own tensor's axes move with. */
  final long[] transferVarying;

  private final long[] globalSize;
  private final int[] numberOf;

  private SearchGroup(GroupGraph graph, int[] global, int[] numberOf) {
    this.graph = graph;
    this.global = global;
    this.numberOf = numberOf;
    GlobalDims dims = graph.dims();
    this.size = Arrays.stream(global).mapToLong(dims::size).toArray();
    this.globalSize = new long[dims.count()];
    for (int z = 0; z < globalSize.length; z++) {
      globalSize[z] = dims.size(z);
    }
    this.loopOf = new int[graph.size()][];
    this.nodeLoops = new long[graph.size()];
    for (int i = 0; i < graph.size(); i++) {
      loopOf[i] = Arrays.stream(dims.ofNode(i)).map(z -> numberOf[z]).toArray();
      for (int l : loopOf[i]) {
        nodeLoops[i] |= l < 0 ? 0 : 1L << l;
      }
    }
    List<GroupGraph.Transfer> transfers = graph.transfers();
    this.transferLoops = new long[transfers.size()];
    this.transferVarying = new long[transfers.size()];
    for (int f = 0; f < transfers.size(); f++) {
      GroupGraph.Transfer t = transfers.get(f);
      transferVarying[f] = mask(dims.ofTensor(t.tensor()));
      transferLoops[f] = transferVarying[f] | (t.producer() < 0 ? 0 : nodeLoops[t.producer()]);
      for (int r : t.readers()) {
        transferLoops[f] |= nodeLoops[r];
      }
    }
    List<GroupGraph.Held> held = graph.held();
    this.heldLoops = new long[held.size()];
    this.heldVarying = new long[held.size()];
    for (int h = 0; h < held.size(); h++) {
      GroupGraph.Held t = held.get(h);
      int seenBy = t.node() >= 0 ? t.node() : t.reader();
      heldVarying[h] = seenBy >= 0 ? operandMask(seenBy, t.tensor()) : mask(dims.ofTensor(t.tensor()));
      if (t.node() >= 0) {
        heldLoops[h] = nodeLoops[t.node()];
      } else if (t.transfer() >= 0) {
        heldLoops[h] = transferLoops[t.transfer()];
      }
    }
  }

  /**
   * The ground of a group.
   *
   * @return null if it has more loops than masks have room for
   */
  static @org.jspecify.annotations.Nullable SearchGroup of(GroupGraph graph) {
    GlobalDims dims = graph.dims();
    int[] numberOf = new int[dims.count()];
    Arrays.fill(numberOf, -1);
    List<Integer> global = new ArrayList<>();
    for (int i = 0; i < graph.size(); i++) {
      for (int z : dims.ofNode(i)) {
        if (dims.size(z) > 1 && numberOf[z] < 0) {
          numberOf[z] = global.size();
          global.add(z);
        }
      }
    }
    return global.size() > MOST_LOOPS
        ? null
        : new SearchGroup(graph, global.stream().mapToInt(Integer::intValue).toArray(), numberOf);
  }

  private long mask(int[] globals) {
    long mask = 0;
    for (int z : globals) {
      mask |= numberOf[z] < 0 ? 0 : 1L << numberOf[z];
    }
    return mask;
  }

  private long operandMask(int i, int tensor) {
    StreamOperand o = operand(i, tensor);
    long mask = 0;
    for (int d = 0; d < loopOf[i].length; d++) {
      if (loopOf[i][d] >= 0 && o.uses(d)) {
        mask |= 1L << loopOf[i][d];
      }
    }
    return mask;
  }

  /** The operand by which node {@code i} sees a tensor: of several the first one. */
  StreamOperand operand(int i, int tensor) {
    for (StreamOperand o : graph.node(i).operands()) {
      if (o.tensor() == tensor) {
        return o;
      }
    }
    throw new IllegalArgumentException("Node %s has no operand %d.".formatted(graph.node(i).name(), tensor));
  }

  /**
   * Sizes of all global loops under tile counts.
   *
   * @param counts per loop its number of tiles
   */
  long[] tiles(long[] counts) {
    long[] tile = globalSize.clone();
    for (int l = 0; l < counts.length; l++) {
      tile[global[l]] /= counts[l];
    }
    return tile;
  }

  /**
   * The shape of a tensor in one iteration, all cores together: the largest footprint of the group's nodes that see it.
   *
   * @param tile sizes of the global loops
   */
  long[] shape(int tensor, long[] tile) {
    StreamTensor t = graph.workload().tensor(tensor);
    long[] shape = new long[t.shape().size()];
    for (int i = 0; i < graph.size(); i++) {
      for (StreamOperand o : graph.node(i).operands()) {
        if (o.tensor() == tensor) {
          for (int a = 0; a < shape.length; a++) {
            shape[a] = Math.max(shape[a], extent(o.axes().get(a), graph.dims().ofNode(i), tile, t.shape().get(a)));
          }
        }
      }
    }
    return shape;
  }

  /**
   * The part of a held tensor on one core, where several cores share it.
   *
   * @param whole its shape in one iteration
   * @param tile sizes of the global loops in one iteration, all cores together
   * @param parts per loop into how many parts the node that splits the tensor divides it
   */
  long[] part(int h, long[] whole, long[] tile, long[] parts) {
    GroupGraph.Held t = graph.held().get(h);
    int[] axes = graph.dims().ofTensor(t.tensor());
    int seenBy = t.node() >= 0 ? t.node() : t.reader();
    long[] one = tile.clone();
    for (int l = 0; l < parts.length; l++) {
      one[global[l]] = Math.max(1, tile[global[l]] / parts[l]);
    }
    long[] part = new long[whole.length];
    for (int a = 0; a < whole.length; a++) {
      int loop = numberOf[axes[a]];
      part[a] = Math.max(1, whole[a] / (loop < 0 ? 1 : parts[loop]));
      AxisIndex index = operand(seenBy, t.tensor()).axes().get(a);
      part[a] = Math.max(part[a], extent(index, graph.dims().ofNode(seenBy), one, whole[a]));
    }
    return part;
  }

  /** From the smallest to the largest index inside of the axis, the loops beginning at zero. */
  private static long extent(AxisIndex index, int[] globals, long[] tile, long limit) {
    long last = index.offset();
    for (AxisIndex.Term t : index.terms()) {
      last += t.coefficient() * (tile[globals[t.dim()]] - 1);
    }
    return Math.max(0, Math.min(last, limit - 1) - Math.max(index.offset(), 0) + 1);
  }

  /** The global loops of nodes that are not cut under tile counts. */
  int[] uncut(long[] counts) {
    return java.util.stream.IntStream.range(0, globalSize.length)
        .filter(z -> numberOf[z] >= 0 ? counts[numberOf[z]] == 1 : isOfNode(z)).toArray();
  }

  private boolean isOfNode(int z) {
    for (int i = 0; i < nodes(); i++) {
      if (graph.dims().has(i, z)) {
        return true;
      }
    }
    return false;
  }

  /** Per held tensor whether one of the global loops is a loop of its maker, so that it may have a level there. */
  boolean[] touched(int[] globals) {
    boolean[] touched = new boolean[heldLoops.length];
    for (int h = 0; h < touched.length; h++) {
      GroupGraph.Held t = graph.held().get(h);
      for (int z : globals) {
        touched[h] |= t.node() >= 0 ? graph.dims().has(t.node(), z) : t.transfer() >= 0 && isNear(t.transfer(), z);
      }
    }
    return touched;
  }

  private boolean isNear(int f, int z) {
    GroupGraph.Transfer t = graph.transfers().get(f);
    boolean near = t.producer() >= 0 && graph.dims().has(t.producer(), z);
    for (int r : t.readers()) {
      near |= graph.dims().has(r, z);
    }
    for (int own : graph.dims().ofTensor(t.tensor())) {
      near |= own == z;
    }
    return near;
  }

  /** Elements of a shape. */
  static long elements(long[] shape) {
    long elements = 1;
    for (long s : shape) {
      elements = Math.multiplyExact(elements, s);
    }
    return elements;
  }

  /** A node. */
  StreamNode node(int i) {
    return graph.node(i);
  }

  /** Number of nodes. */
  int nodes() {
    return graph.size();
  }
}
