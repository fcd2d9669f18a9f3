package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamNode;
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
 * bandwidth of its links, where nothing is lost to rounding or clipping. A group with T iterations costs its slots once, and T-1 times the longest
 * busy time of a resource: in all at least what the slots of any one resource add up to, each as long as its longest node or transfer needs
 * over all iterations. The slots follow from the cores, so the bound is the least over all core sets, and over all fusion cuts; core sets
 * on which a core alone computes longer than a known mapping takes are left out. Where a group has too many of them, what must leave and
 * reach DRAM over one and the same link bounds it.
 */
final class RoofBound {
  private final Ground ground;
  private final FusionCuts cuts;
  private final int mostNodes;
  private final long limit;
  private final BooleanSupplier shouldStop;
  private final Map<List<Integer>, Long> groups = new HashMap<>();

  /** @param limit cycles of a known mapping: the bound is at most that */
  RoofBound(Ground ground, FusionCuts cuts, int mostNodes, long limit, BooleanSupplier shouldStop) {
    this.limit = limit;
    this.ground = ground;
    this.cuts = cuts;
    this.mostNodes = mostNodes;
    this.shouldStop = shouldStop;
  }

  /** The bound in cycles. */
  long bound() {
    List<BitSet> states = cuts.states();
    if (!cuts.isComplete()) {
      return Math.min(limit, busiest());
    }
    long[] least = new long[states.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    least[0] = 0;
    for (int s = 0; s < states.size(); s++) {
      for (int t = s + 1; t < states.size() && least[s] < Long.MAX_VALUE; t++) {
        List<Integer> nodes = cuts.between(states.get(s), states.get(t));
        if (!nodes.isEmpty()) {
          long group = groups.computeIfAbsent(nodes, this::group);
          least[t] = Math.min(least[t], Math.min(limit, least[s] + group));
        }
      }
    }
    return Math.min(limit, Math.max(least[states.size() - 1], busiest()));
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
    return sets.isCutShort ? sets.dram() : sets.least;
  }

  /** All core sets of a group's nodes, one of each that are alike. */
  private final class Sets {
    private static final long MOST = 1_000_000;
    private final SearchGroup group;
    private final long[] cores;
    private final long[] operations;
    private final long[] bits;
    private final long[] work = new long[ground.capacity().length];
    private long least = limit;
    private long visited;
    private boolean isCutShort;

    Sets(SearchGroup group) {
      this.group = group;
      this.cores = new long[group.nodes()];
      this.operations = new long[group.nodes()];
      for (int i = 0; i < operations.length; i++) {
        operations[i] = operations(group.node(i));
      }
      long[] uncut = new long[group.size.length];
      Arrays.fill(uncut, 1);
      this.bits = GroupSearch.transferBits(group, uncut);
    }

    void descend(int i) {
      if (i == cores.length) {
        least = Math.min(least, value());
        return;
      }
      for (int size : sizes(group.node(i), Long.bitCount(allowed()))) {
        CoreClasses.sets(ground.classes().blocks(cores, i), allowed(), size, set -> {
          isCutShort |= ++visited > MOST || shouldStop.getAsBoolean();
          cores[i] = set;
          long share = share(i);
          if (!isCutShort && share < limit && add(set, share) < limit) {
            descend(i + 1);
          }
          if (!isCutShort && share < limit) {
            add(set, -share);
          }
        });
      }
    }

    /** Adds work to cores; what the busiest of them has then. */
    private long add(long set, long share) {
      long most = 0;
      for (long rest = set; rest != 0; rest &= rest - 1) {
        int c = Long.numberOfTrailingZeros(rest);
        work[c] += share;
        most = Math.max(most, work[c]);
      }
      return most;
    }

    /** Cycles that node {@code i} takes at least on its cores. */
    private long share(int i) {
      long units = Long.MAX_VALUE;
      for (long rest = cores[i]; rest != 0; rest &= rest - 1) {
        units = Math.min(units, ground.problem().hardware().core(Long.numberOfTrailingZeros(rest)).units());
      }
      return -Math.floorDiv(-(operations[i] / Long.bitCount(cores[i])), Math.max(1, units));
    }

    /** What loads and stores take where all of them use one link, or all loads do, or all stores do. */
    long dram() {
      long loads = 0;
      long stores = 0;
      LinkSets.Plan out = null;
      LinkSets.Plan in = null;
      boolean one = true;
      for (int c : ground.problem().hardware().computeCores()) {
        LinkSets.Plan from = ground.links().plan(1L << ground.dram(), 1L << c);
        LinkSets.Plan to = ground.links().plan(1L << c, 1L << ground.dram());
        one &= from != null && to != null && (out == null || out.equals(from)) && (in == null || in.equals(to));
        out = from;
        in = to;
      }
      if (!one || out == null || in == null) {
        return 0;
      }
      for (int f = 0; f < bits.length; f++) {
        GroupGraph.Transfer t = group.graph.transfers().get(f);
        loads += t.producer() < 0 ? out.cyclesFor(bits[f]) : 0;
        stores += t.readers().isEmpty() ? in.cyclesFor(bits[f]) : 0;
      }
      return Math.min(limit, (out.links() & in.links()) != 0 ? loads + stores : Math.max(loads, stores));
    }

    private long value() {
      SlotPlan plan = new SlotPlan(group, cores, ground.dram(), ground.links());
      if (!plan.isUsable()) {
        return plan.isConnected() ? 0 : Long.MAX_VALUE;
      }
      long[] length = new long[plan.slots];
      for (int i = 0; i < cores.length; i++) {
        length[plan.nodeSlot[i]] = Math.max(length[plan.nodeSlot[i]], share(i));
      }
      for (int f = 0; f < bits.length; f++) {
        int s = plan.transferSlot[f];
        length[s] = Math.max(length[s], plan.links[f].cyclesFor(bits[f]));
      }
      return plan.interval(length);
    }
  }

  private long allowed() {
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
