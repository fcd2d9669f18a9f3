package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A bound for mappings of any tile shapes, whether or not a table knows their costs.
 *
 * <p>Over all iterations a node takes at least its operations over the units of its cores, and a transfer at least its tensor over the least
 * bandwidth of its links, where no average loses work to rounding. A group with T iterations costs its slots once, and T-1 times the longest
 * busy time of a resource: in all at least what the slots of any one resource add up to, each as long as its longest node or transfer needs
 * over all iterations. The slots follow from the cores, so the bound is the least over all core sets, and over all fusion cuts.
 */
final class RoofBound {
  private final Ground ground;
  private final FusionCuts cuts;
  private final int mostNodes;
  private final BooleanSupplier shouldStop;
  private final Map<List<Integer>, Long> groups = new HashMap<>();

  RoofBound(Ground ground, FusionCuts cuts, int mostNodes, BooleanSupplier shouldStop) {
    this.ground = ground;
    this.cuts = cuts;
    this.mostNodes = mostNodes;
    this.shouldStop = shouldStop;
  }

  /** The bound in cycles. */
  long bound() {
    List<BitSet> states = cuts.states();
    if (!cuts.isComplete()) {
      return busiest();
    }
    long[] least = new long[states.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    least[0] = 0;
    for (int s = 0; s < states.size(); s++) {
      for (int t = s + 1; t < states.size() && least[s] < Long.MAX_VALUE; t++) {
        List<Integer> nodes = cuts.between(states.get(s), states.get(t));
        if (!nodes.isEmpty()) {
          long group = groups.computeIfAbsent(nodes, this::group);
          least[t] = Math.min(least[t], least[s] + group);
        }
      }
    }
    return Math.max(least[states.size() - 1], busiest());
  }

  /** All operations on all units that may take them: valid whatever the groups are. */
  private long busiest() {
    // Groups run one after another; within one, no core computes more than its units allow.
    double units = 0;
    for (int c : ground.problem().hardware().computeCores()) {
      units += ground.problem().hardware().core(c).units();
    }
    double operations = 0;
    for (StreamNode n : ground.problem().workload().nodes()) {
      if (n.role() == StreamNode.Role.COMPUTE) {
        operations += operations(n);
      }
    }
    return units == 0 ? 0 : (long) Math.floor(operations / units * (1 - 1e-9));
  }

  private static long operations(StreamNode node) {
    long product = 1;
    for (long s : node.sizes()) {
      product = Math.multiplyExact(product, s);
    }
    return product;
  }

  private long group(List<Integer> nodes) {
    SearchGroup group = nodes.size() > mostNodes ? null : ground.group(nodes);
    if (group == null) {
      return 0;
    }
    Sets sets = new Sets(group);
    sets.descend(0);
    return sets.least == Long.MAX_VALUE ? 0 : sets.least;
  }

  /** All core sets of a group's nodes, one of each that are alike. */
  private final class Sets {
    private static final long MOST = 200_000;
    private final SearchGroup group;
    private final long[] cores;
    private final long[] operations;
    private final long[] bits;
    private long least = Long.MAX_VALUE;
    private long visited;

    Sets(SearchGroup group) {
      this.group = group;
      this.cores = new long[group.nodes()];
      this.operations = new long[group.nodes()];
      for (int i = 0; i < operations.length; i++) {
        operations[i] = operations(group.node(i));
      }
      List<GroupGraph.Transfer> transfers = group.graph.transfers();
      this.bits = new long[transfers.size()];
      for (int f = 0; f < bits.length; f++) {
        bits[f] = leastBits(transfers.get(f));
      }
    }

    void descend(int i) {
      if (i == cores.length) {
        least = Math.min(least, value());
        return;
      }
      long allowed = allowed(group.node(i));
      for (int size : sizes(group.node(i), Long.bitCount(allowed))) {
        CoreClasses.sets(ground.classes().blocks(cores, i), allowed, size, set -> {
          if (++visited > MOST || shouldStop.getAsBoolean()) {
            least = 0;
            return;
          }
          cores[i] = set;
          descend(i + 1);
        });
      }
    }

    private long value() {
      SlotPlan plan = new SlotPlan(group, cores, ground.dram(), ground.links());
      if (!plan.isUsable()) {
        return plan.isConnected() ? 0 : Long.MAX_VALUE;
      }
      long[] length = new long[plan.slots];
      for (int i = 0; i < cores.length; i++) {
        long units = Long.MAX_VALUE;
        for (int c : RoutedLinks.cores(cores[i])) {
          units = Math.min(units, ground.problem().hardware().core(c).units());
        }
        long share = operations[i] / Long.bitCount(cores[i]);
        length[plan.nodeSlot[i]] = Math.max(length[plan.nodeSlot[i]], -Math.floorDiv(-share, Math.max(1, units)));
      }
      for (int f = 0; f < bits.length; f++) {
        int s = plan.transferSlot[f];
        length[s] = Math.max(length[s], plan.links[f].cyclesFor(bits[f]));
      }
      return plan.interval(length);
    }

    /**
     * The least that a transfer moves over all iterations, in bits. What a copy moves with is decided by the node that reads it first, or by the
     * store's own axes: along an axis that is one loop its tiles add up to the axis; along a window the least over all tile counts is taken.
     */
    private long leastBits(GroupGraph.Transfer transfer) {
      StreamTensor tensor = group.graph.workload().tensor(transfer.tensor());
      boolean isStore = transfer.readers().isEmpty();
      int node = isStore ? transfer.producer() : transfer.readers().get(0);
      StreamOperand operand = group.operand(node, transfer.tensor());
      long bits = tensor.bits();
      for (int a = 0; a < tensor.shape().size(); a++) {
        AxisIndex index = operand.axes().get(a);
        long size = tensor.shape().get(a);
        if (index.isSingle()) {
          bits = Math.multiplyExact(bits, Math.min(size, group.node(node).dims().get(index.single()).size()));
        } else if (!isStore) {
          bits = Math.multiplyExact(bits, window(node, index, size));
        }
      }
      return bits;
    }

    /** Least number of indices along an axis over all iterations, over the tile counts of the reader's loops in it. */
    private long window(int reader, AxisIndex index, long size) {
      List<long[]> choices = new ArrayList<>();
      long[] one = {index.offset(), 1};
      choices.add(one);
      for (AxisIndex.Term t : index.terms()) {
        long loop = group.node(reader).dims().get(t.dim()).size();
        List<long[]> next = new ArrayList<>();
        for (long[] c : choices) {
          for (long n = 1; n <= loop; n++) {
            if (loop % n == 0) {
              next.add(new long[] {c[0] + t.coefficient() * (loop / n - 1), c[1] * n});
            }
          }
        }
        choices = next;
      }
      long least = size;
      for (long[] c : choices) {
        long extent = Math.max(0, Math.min(c[0], size - 1) - Math.max(index.offset(), 0) + 1);
        least = Math.min(least, extent * c[1]);
      }
      return index.terms().isEmpty() ? 1 : least;
    }
  }

  private long allowed(StreamNode node) {
    long allowed = 0;
    for (StreamCore c : ground.problem().hardware().cores()) {
      allowed |= c.kind() == StreamCore.Kind.COMPUTE ? 1L << c.id() : 0;
    }
    return allowed;
  }

  /** Numbers of cores into which the node's loops may be split. */
  private static List<Integer> sizes(StreamNode node, int most) {
    List<Integer> sizes = new ArrayList<>();
    for (int m = 1; m <= most; m++) {
      if (splits(node.sizes(), 0, m)) {
        sizes.add(m);
      }
    }
    return sizes;
  }

  private static boolean splits(long[] sizes, int d, long parts) {
    if (parts == 1) {
      return true;
    }
    if (d == sizes.length) {
      return false;
    }
    for (long p = 1; p <= parts && p <= sizes[d]; p++) {
      if (parts % p == 0 && sizes[d] % p == 0 && splits(sizes, d + 1, parts / p)) {
        return true;
      }
    }
    return false;
  }
}
