package dev.dovetail.models.fusion.bounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lower bound on the latency of all plans that sees the buffer: at most its capacity of weights can be prefetched, so that late weights keep the channel busy
 * after early compute has ended.
 *
 * <p>Role: label setting over the boundaries of sub-groups, for all orders, fusions and tile counts at once. A label holds the earliest end of compute and the
 * shift of the channel ({@link OrderedRounds}); both are to be small, every sub-group changes both monotonously, so the labels that no other one
 * dominates are enough. Labels that cannot stay below a limit are dropped; if none reaches the end, the limit itself is proven, and a larger one is tried.
 * What is relaxed: stores other than those that the next layer waits for, layer groups as such (each tensor goes its own way), and the positions
 * between the first and the last tiles of a sub-group.
 */
final class BufferBound {
  /** Limits that are tried, in per cent above the simple bounds. */
  private static final int[] LIMITS = {103, 118, 150, 300};
  private static final int PER_CENT = 100;
  /** Sub-groups of more orders are treated without one. */
  private static final int MOST_ORDERS = 24;
  private static final long UNFINISHED = -1;
  /** Effort of following a sub-group for one state, in tiles of layers looked at. */
  private static final long CHANGE = 8;

  private final PlanSpace space;
  private final LayerGraph graph;
  private final Orders orders;
  private final long buffer;
  private final long[] timeToGo;
  private final long mostEffort;
  private @Nullable Relations relations;
  private long changes;

  /**
   * @param mostEffort effort after which the limit that is proven by then is the answer
   */
  BufferBound(PlanSpace space, long mostEffort) {
    this.space = space;
    this.graph = space.graph();
    this.mostEffort = mostEffort;
    this.buffer = space.problem().core().bufferBytes();
    this.orders = new Orders(graph, space.milestones(), MOST_ORDERS);
    timeToGo = new long[space.milestones().size()];
    for (int i = 0; i < timeToGo.length; i++) {
      timeToGo[i] = graph.complement(space.milestones().get(i)).stream().mapToLong(space.work()::cycles).sum()
          * space.problem().dramBytesPerCycle();
    }
  }

  private long spent() {
    return CHANGE * changes + space.effort();
  }

  /**
   * The bound in cycles.
   *
   * @param simple a bound that is known
   */
  long cycles(long simple) {
    long bandwidth = space.problem().dramBytesPerCycle();
    long proven = simple;
    for (int percent : LIMITS) {
      long limit = simple * percent / PER_CENT;
      long best = best(limit * bandwidth);
      if (best == UNFINISHED) {
        return proven;
      }
      if (best < Long.MAX_VALUE) {
        return Math.max(proven, Coverage.ceil(best, bandwidth));
      }
      proven = limit;
    }
    return proven;
  }

  /** Least latency that some label reaches, in bytes of the channel; the largest number if all exceed the limit. */
  private long best(long limit) {
    List<Map<Long, Front>> fronts = new ArrayList<>();
    timesOf(fronts);
    for (int to = 1; to < fronts.size(); to++) {
      for (int from = 0; from < to; from++) {
        if (fronts.get(from).isEmpty() || cannotReach(fronts.get(from), from, limit)) {
          continue;
        }
        for (PlanSpace.Division d : space.divisions(from, to, true)) {
          change(from, to, d, limit, fronts);
        }
        if (spent() > mostEffort) {
          return UNFINISHED;
        }
      }
    }
    long best = Long.MAX_VALUE;
    for (Front f : fronts.get(space.last()).values()) {
      for (int i = 0; i < f.size(); i++) {
        best = Math.min(best, Math.max(f.end(i), f.shift(i) + space.weights(space.last())));
      }
    }
    return best;
  }

  private void timesOf(List<Map<Long, Front>> fronts) {
    for (int i = 0; i < timeToGo.length; i++) {
      fronts.add(new HashMap<>());
    }
    Front start = new Front();
    start.add(0, 0);
    fronts.get(0).put(Where.code(new byte[0]), start);
  }

  private boolean cannotReach(Map<Long, Front> fronts, int from, long limit) {
    return fronts.values().stream().allMatch(f -> f.size() == 0 || f.end(0) + timeToGo[from] > limit);
  }

  private void change(int from, int to, PlanSpace.Division d, long limit, List<Map<Long, Front>> fronts) {
    long least = d.tiling().tiles() * Step.sum(d.tiling().times()) + d.skipped().time()
        + timeToGo[to];
    for (Map.Entry<Long, Front> entry : fronts.get(from).entrySet()) {
      Front before = entry.getValue();
      if (before.size() == 0 || before.end(0) + least > limit) {
        continue;
      }
      Places places = new Places(space, from, to, d, entry.getKey());
      if (!places.isPossible()) {
        continue;
      }
      for (byte[] after : places.after()) {
        Step step = places.step(after);
        Front front = fronts.get(to).computeIfAbsent(Where.code(after), c -> new Front());
        for (MaxPlus m : changes(step, from, to, d)) {
          apply(m, step, before, front, limit, to);
        }
      }
    }
  }

  private List<MaxPlus> changes(Step step, int from, int to, PlanSpace.Division d) {
    List<MaxPlus> all = new ArrayList<>();
    List<Orders.Order> known = d.skipped().any() ? List.of() : orders.of(from, to);
    if (known.isEmpty()) {
      changes++;
      MaxPlus m = new UnorderedRounds(step, relations(from, step.layers()), d.skipped(), space.sums(), buffer).change();
      if (m != null) {
        all.add(m);
      }
    }
    for (Orders.Order o : known) {
      changes++;
      MaxPlus m = OrderedRounds.of(step, o.indices(), o.milestones(), o.lastReader(), space.sums(), buffer);
      if (m != null) {
        all.add(m);
      }
    }
    return all;
  }

  /** Sub-groups of the same layers come one after another. */
  private Relations relations(int from, int[] layers) {
    Relations known = relations;
    if (known == null || known.from() != from || known.layers() != layers) {
      known = Relations.of(space, from, layers);
      relations = known;
    }
    return known;
  }

  private void apply(MaxPlus m, Step step, Front before, Front after, long limit, int to) {
    long store = to == space.last() ? lastStore(step) : 0;
    for (int i = 0; i < before.size(); i++) {
      long end = m.end(before.end(i), before.shift(i)) + store;
      long shift = m.shift(before.end(i), before.shift(i));
      if (end + timeToGo[to] <= limit && shift + space.weights(space.last()) <= limit) {
        after.add(end, shift);
      }
    }
  }

  /** The last tile of all is one of a layer that nobody reads; its store comes after it. */
  private long lastStore(Step step) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < step.size(); i++) {
      if (graph.consumers(step.layers()[i]).isEmpty()) {
        least = Math.min(least, step.outputs()[i]);
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }
}
