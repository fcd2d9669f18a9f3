package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best order of a candidate's loops, with the levels that fit.
 *
 * <p>Role: the step between the outer enumeration and the levels. Only memory makes a difference between orders. A loop of one tile costs
 * nothing and, innermost, is a level at which a tensor that varies needs one buffer instead of two: all such loops together leave the most
 * room, so orders are tried with all of them, and the answer names as few as do.
 */
final class OrderSearch {
  /** All orders of so many loops are tried; of more, each loop innermost and outermost with the others in their given order. */
  private static final int MOST_LOOPS = 7;

  private final Ground ground;
  private final Candidate candidate;
  private final SearchGroup group;
  private final long[][] bitsOnCore;
  private @Nullable GroupAnswer best;
  private final int[] units;
  private long limit;
  private boolean isComplete = true;

  OrderSearch(Ground ground, Candidate candidate) {
    this.ground = ground;
    this.candidate = candidate;
    this.group = candidate.cost().plan.group();
    this.bitsOnCore = bitsOnCore();
    this.units = group.uncut(candidate.cost().counts);
  }

  /**
   * The best order.
   *
   * @param below only totals below this are of interest
   * @return null if there is none
   */
  @Nullable
  GroupAnswer search(long below) {
    limit = below;
    long[] counts = candidate.cost().counts;
    int[] loops = java.util.stream.IntStream.range(0, counts.length).filter(l -> counts[l] > 1).toArray();
    if (loops.length <= MOST_LOOPS) {
      permute(loops, 0);
    } else {
      isComplete = false;
      for (int l = 0; l < loops.length; l++) {
        attempt(moved(loops, l, 0));
        attempt(moved(loops, l, loops.length - 1));
      }
    }
    return best;
  }

  /** Whether no order and no level was left out. */
  boolean isComplete() {
    return isComplete;
  }

  private static int[] moved(int[] loops, int from, int to) {
    int[] order = loops.clone();
    int loop = order[from];
    if (from > to) {
      System.arraycopy(loops, to, order, to + 1, from - to);
    } else {
      System.arraycopy(loops, from + 1, order, from, to - from);
    }
    order[to] = loop;
    return order;
  }

  private void permute(int[] loops, int at) {
    if (limit <= candidate.optimistic()) {
      return;
    }
    if (at >= loops.length - 1) {
      attempt(loops);
      return;
    }
    for (int k = at; k < loops.length; k++) {
      permute(moved(loops, k, at), at + 1);
    }
  }

  private void attempt(int[] order) {
    long total = least(order, units, limit);
    if (total < limit) {
      limit = total;
      best = new GroupAnswer(candidate, order.clone(), needed(order, total), total);
    }
  }

  private long least(int[] order, int[] singles, long below) {
    LevelSearch levels = new LevelSearch(candidate.cost(), order, bitsOnCore, ground.capacity(), group.touched(singles));
    long total = levels.least(below);
    isComplete &= !levels.isCutShort();
    return total;
  }

  /** The fewest loops of one tile with which an order still has that total: none, one, or all. */
  private int[] needed(int[] order, long total) {
    if (least(order, new int[0], total + 1) == total) {
      return new int[0];
    }
    for (int z : units) {
      if (least(order, new int[] {z}, total + 1) == total) {
        return new int[] {z};
      }
    }
    return units;
  }

  /** Per held tensor and core the bits of one tile; zero in DRAM and where it is not. */
  private long[][] bitsOnCore() {
    long[] tile = group.tiles(candidate.cost().counts);
    List<GroupGraph.Held> held = group.graph.held();
    long[][] bits = new long[held.size()][ground.capacity().length];
    for (int h = 0; h < bits.length; h++) {
      GroupGraph.Held t = held.get(h);
      if (t.inDram()) {
        continue;
      }
      long cores = t.node() >= 0 ? candidate.cores()[t.node()] : targets(group.graph.transfers().get(t.transfer()));
      int splitter = t.node() >= 0 ? t.node() : widest(group.graph.transfers().get(t.transfer()));
      long[] whole = group.shape(t.tensor(), tile);
      long[] shape = Long.bitCount(cores) == 1 ? whole : group.part(h, whole, tile, candidate.parts()[splitter]);
      long one = Math.multiplyExact(group.graph.workload().tensor(t.tensor()).bits(), SearchGroup.elements(shape));
      for (long rest = cores; rest != 0; rest &= rest - 1) {
        bits[h][Long.numberOfTrailingZeros(rest)] = one;
      }
    }
    return bits;
  }

  private long targets(GroupGraph.Transfer transfer) {
    long cores = 0;
    for (int r : transfer.readers()) {
      cores |= candidate.cores()[r];
    }
    return cores;
  }

  /** The reader with most cores, the first one among equals: its splits divide the copies. */
  private int widest(GroupGraph.Transfer transfer) {
    int best = transfer.readers().get(0);
    for (int r : transfer.readers()) {
      if (Long.bitCount(candidate.cores()[r]) > Long.bitCount(candidate.cores()[best])) {
        best = r;
      }
    }
    return best;
  }
}
