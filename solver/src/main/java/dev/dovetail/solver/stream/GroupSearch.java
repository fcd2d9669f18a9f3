package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The best mapping of one fusion group among those whose costs the table knows.
 *
 * <p>Role: branch and bound. All splits, tile counts and core sets (one of each that are alike) are priced without regard to memory; in the
 * order of that optimistic value the orders of the loops and the reuse levels are searched, until nothing left can be better.
 */
final class GroupSearch {
  /** So many candidates are collected before they are searched. */
  private static final int BATCH = 100_000;

  private final Ground ground;
  private final SearchGroup group;
  private final List<List<NodeShape>> shapes;
  private final boolean wholeOnly;
  private final BooleanSupplier shouldStop;
  private final List<Candidate> open = new ArrayList<>();
  private final Map<List<Long>, SlotPlan> plans = new HashMap<>();
  private final Map<List<Long>, long[]> bits = new HashMap<>();
  private final long[] wholeBits;
  private @Nullable GroupAnswer best;
  private long limit;
  private long visited;
  private boolean isComplete = true;

  /**
   * @param shapes per node those that it may have
   * @param wholeOnly whether mappings that lose work to rounding, or data to clipping, are left out
   */
  GroupSearch(Ground ground, SearchGroup group, List<List<NodeShape>> shapes, boolean wholeOnly, BooleanSupplier shouldStop) {
    this.ground = ground;
    this.group = group;
    this.shapes = shapes;
    this.wholeOnly = wholeOnly;
    this.shouldStop = shouldStop;
    long[] uncut = new long[group.size.length];
    java.util.Arrays.fill(uncut, 1);
    this.wholeBits = transferBits(group, uncut);
  }

  /**
   * Searches.
   *
   * @param below only totals below this are of interest
   * @return null if there is none
   */
  @Nullable
  GroupAnswer search(long below) {
    limit = below;
    new TileSpace(group, shapes, this::tiled).enumerate();
    settle();
    return best;
  }

  /** Whether nothing was left out: then no mapping of the group in the table's space costs less than the answer, or than the limit. */
  boolean isComplete() {
    return isComplete;
  }

  /** Candidates priced. */
  long visited() {
    return visited;
  }

  private boolean tiled(long[] counts, long[][] parts, NodeShape[] chosen) {
    int[] many = new int[chosen.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = (int) GroupCost.product(parts[i], -1L);
    }
    placed(0, new long[chosen.length], many, counts, parts, chosen);
    if (open.size() >= BATCH) {
      settle();
    }
    if (shouldStop.getAsBoolean() || visited > ground.mostCandidates()) {
      isComplete = false;
      return false;
    }
    return true;
  }

  private void placed(int i, long[] cores, int[] many, long[] counts, long[][] parts, NodeShape[] chosen) {
    if (i == cores.length) {
      price(cores, counts, parts, chosen);
      return;
    }
    if (visited > ground.mostCandidates()) {
      return;
    }
    CoreClasses.sets(ground.classes().blocks(cores, i), chosen[i].cores(), many[i], set -> {
      cores[i] = set;
      placed(i + 1, cores, many, counts, parts, chosen);
    });
  }

  private void price(long[] cores, long[] counts, long[][] parts, NodeShape[] chosen) {
    visited++;
    SlotPlan plan = plan(cores);
    if (!plan.isUsable()) {
      isComplete = false;
      return;
    }
    long[] cycles = new long[cores.length];
    for (int i = 0; i < cycles.length; i++) {
      cycles[i] = chosen[i].cyclesOn(cores[i]);
    }
    GroupCost cost;
    try {
      cost = new GroupCost(plan, counts.clone(), cycles, transferBits(counts), wholeBits);
    } catch (ArithmeticException e) {
      isComplete = false;
      return;
    }
    if (wholeOnly && !cost.isWhole) {
      return;
    }
    long optimistic = cost.optimistic();
    if (optimistic < limit) {
      long[][] own = new long[parts.length][];
      for (int i = 0; i < own.length; i++) {
        own[i] = parts[i].clone();
      }
      open.add(new Candidate(cost, own, cores.clone(), optimistic));
    }
  }

  private SlotPlan plan(long[] cores) {
    List<Long> key = new ArrayList<>(cores.length);
    for (long c : cores) {
      key.add(c);
    }
    return plans.computeIfAbsent(key, k -> new SlotPlan(group, cores.clone(), ground.dram(), ground.links()));
  }

  private long[] transferBits(long[] counts) {
    List<Long> key = new ArrayList<>(counts.length);
    for (long c : counts) {
      key.add(c);
    }
    return bits.computeIfAbsent(key, k -> transferBits(group, counts));
  }

  /** Per transfer the bits of a tile, all cores together. */
  static long[] transferBits(SearchGroup group, long[] counts) {
    long[] tile = group.tiles(counts);
    List<GroupGraph.Transfer> transfers = group.graph.transfers();
    long[] bits = new long[transfers.size()];
    for (int f = 0; f < bits.length; f++) {
      StreamTensor t = group.graph.workload().tensor(transfers.get(f).tensor());
      bits[f] = Math.multiplyExact(t.bits(), SearchGroup.elements(group.shape(transfers.get(f).tensor(), tile)));
    }
    return bits;
  }

  /** Searches orders and levels of what is open, the most promising first. */
  private void settle() {
    open.sort(Comparator.comparingLong(Candidate::optimistic));
    for (Candidate c : open) {
      if (c.optimistic() >= limit) {
        break;
      }
      if (shouldStop.getAsBoolean()) {
        isComplete = false;
        break;
      }
      OrderSearch orders = new OrderSearch(ground, c);
      GroupAnswer answer = orders.search(limit);
      isComplete &= orders.isComplete();
      if (answer != null) {
        best = answer;
        limit = answer.total();
      }
    }
    open.clear();
  }
}
