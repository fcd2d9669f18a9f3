package dev.dovetail.models.stream.bounds;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bits that every mapping moves between DRAM and the cores.
 *
 * <p>Loads: a transfer's reuse is that of the copy for its first reader, which is new in every tile of each loop that moves through it; so
 * the tensor is moved once per combination of these tiles, each time at least the reader's footprint of it. Along an axis that one loop
 * indexes this is the whole axis; along one that a sum of loops indexes it is the least of tiles * footprint over all ways in which the cost table lets
 * these loops be cut.
 * Stores: along an axis that one loop indexes the whole axis; along any other one element.
 */
final class CompulsoryBits {
  private final StreamProblem problem;
  private final TableFacts facts;

  CompulsoryBits(StreamProblem problem, TableFacts facts) {
    this.problem = problem;
    this.facts = facts;
  }

  /**
   * A tensor that must be moved.
   *
   * @param tensor its number
   * @param bits at least
   * @param nodes that read (or write) it, one of which the transfer is next to
   */
  record Load(int tensor, double bits, List<Integer> nodes) {}

  /** Graph inputs and weights that some node reads. */
  List<Load> loads() {
    List<Load> loads = new ArrayList<>();
    for (int t = 0; t < problem.workload().tensors().size(); t++) {
      int tensor = t;
      List<Integer> readers = problem.workload().readers(t).stream().filter(this::computes).toList();
      if (problem.workload().writer(t) < 0 && !readers.isEmpty()) {
        double least = readers.stream().flatMapToDouble(r -> problem.workload().node(r).inputs().stream()
            .filter(o -> o.tensor() == tensor).mapToDouble(o -> moved(r, o))).min().orElseThrow();
        loads.add(new Load(t, least, readers));
      }
    }
    return loads;
  }

  /** Outputs that some node on cores writes. */
  List<Load> stores() {
    List<Load> stores = new ArrayList<>();
    for (int t : problem.workload().outputs()) {
      int writer = problem.workload().writer(t);
      if (writer >= 0 && computes(writer)) {
        StreamTensor tensor = problem.workload().tensor(t);
        StreamOperand o =
            problem.workload().node(writer).outputs().stream().filter(p -> p.tensor() == t).findFirst().orElseThrow();
        double bits = tensor.bits();
        for (int a = 0; a < tensor.shape().size(); a++) {
          bits *= whole(writer, o, a) ? tensor.shape().get(a) : 1;
        }
        stores.add(new Load(t, bits, List.of(writer)));
      }
    }
    return stores;
  }

  private boolean computes(int node) {
    return problem.workload().node(node).role() == StreamNode.Role.COMPUTE;
  }

  private boolean whole(int node, StreamOperand operand, int axis) {
    AxisIndex index = operand.axes().get(axis);
    long extent = problem.workload().tensor(operand.tensor()).shape().get(axis);
    return index.isSingle() && problem.workload().node(node).dims().get(index.single()).size() == extent;
  }

  private double moved(int node, StreamOperand operand) {
    StreamTensor tensor = problem.workload().tensor(operand.tensor());
    Set<Integer> seen = new HashSet<>();
    double bits = tensor.bits();
    for (int a = 0; a < operand.axes().size(); a++) {
      AxisIndex index = operand.axes().get(a);
      for (AxisIndex.Term t : index.terms()) {
        if (!seen.add(t.dim())) {
          return tensor.bits(); // a loop in two axes: its tiles would be counted twice
        }
      }
      long extent = tensor.shape().get(a);
      bits *= whole(node, operand, a) ? extent : least(node, problem.workload().node(node).sizes(), index, extent, 0, 1);
    }
    return bits;
  }

  /** Elements of an axis that an index reaches when each loop begins at 0, clipped to the axis as the judge does. */
  static long footprint(AxisIndex index, long[] sizes, long limit) {
    long last = Math.min(index.offset() + index.extent(sizes) - 1, limit - 1);
    return Math.max(1, last - Math.max(index.offset(), 0) + 1);
  }

  /** The least of tiles times footprint over all ways to cut the loops of an index into equal parts that the cost table has entries for. */
  private double least(int node, long[] sizes, AxisIndex index, long limit, int term, double tiles) {
    if (term == index.terms().size()) {
      return tiles * footprint(index, sizes, limit);
    }
    int dim = index.terms().get(term).dim();
    double least = Double.MAX_VALUE;
    for (long part = Math.max(1, sizes[dim] / facts.tiles(node, dim)); part <= sizes[dim]; part++) {
      if (sizes[dim] % part == 0) {
        long[] cut = sizes.clone();
        cut[dim] = part;
        least = Math.min(least, least(node, cut, index, limit, term + 1, tiles * sizes[dim] / part));
      }
    }
    return least;
  }
}
