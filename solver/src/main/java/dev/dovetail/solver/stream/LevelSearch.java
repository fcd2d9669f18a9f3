package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import java.util.Arrays;
import java.util.List;

/**
 * The least total of a group whose loops have an order: reuse levels that fit the cores' memories.
 *
 * <p>Role: the inner search. Only levels of loaded and handed-on tensors count; every other tensor takes the level with the fewest tiles. Where
 * the highest reuse of all does not fit, transfers are lowered one after another, cut off by what is found.
 */
final class LevelSearch {
  /** More nodes of the search tree than this are not looked at; the answer is then an upper limit. */
  private static final long MOST_STEPS = 200_000;

  private final GroupCost cost;
  private final SearchGroup group;
  private final int[] order;
  private final long[][] bitsOnCore;
  private final long[] capacity;
  private final boolean[] single;
  /** Per transfer its choices: reuse, falling. */
  private final long[][] reuse;
  /** Per transfer and choice the bits that its first copy takes on each core. */
  private final long[][][] load;
  private final long[] chosen;
  private long best;
  private long steps;

  /**
   * @param order loops with several tiles, innermost first
   * @param bitsOnCore per held tensor and core the bits of one tile; zero where it is not
   * @param capacity per core in bits
   * @param single per held tensor whether it needs no second buffer, because a loop of one tile stands innermost
   */
  LevelSearch(GroupCost cost, int[] order, long[][] bitsOnCore, long[] capacity, boolean[] single) {
    this.cost = cost;
    this.group = cost.plan.group();
    this.order = order;
    this.bitsOnCore = bitsOnCore;
    this.capacity = capacity;
    this.single = single;
    List<GroupGraph.Transfer> transfers = group.graph.transfers();
    this.reuse = new long[transfers.size()][];
    this.load = new long[transfers.size()][][];
    this.chosen = new long[transfers.size()];
  }

  /**
   * The least total.
   *
   * @param limit totals from here on are of no interest
   * @return {@link Long#MAX_VALUE} if nothing below the limit fits
   */
  long least(long limit) {
    long[] used = new long[capacity.length];
    List<GroupGraph.Transfer> transfers = group.graph.transfers();
    for (int h = 0; h < bitsOnCore.length; h++) {
      GroupGraph.Held t = group.graph.held().get(h);
      boolean isDecided = t.transfer() >= 0 && transfers.get(t.transfer()).makes().get(0) == h && !t.inDram();
      if (!isDecided && !t.inDram()) {
        add(used, bitsOnCore[h], fewest(h));
      }
    }
    for (int f = 0; f < reuse.length; f++) {
      GroupGraph.Transfer t = transfers.get(f);
      if (t.kind() == GroupGraph.Kind.COMPUTE_TO_MEM) {
        reuse[f] = new long[] {cost.mostReuse[f]};
        load[f] = new long[][] {new long[capacity.length]};
      } else {
        choices(f, t.makes().get(0));
      }
    }
    if (isOver(used)) {
      return Long.MAX_VALUE;
    }
    best = limit;
    descend(0, used);
    return best < limit ? best : Long.MAX_VALUE;
  }

  private static void add(long[] used, long[] bits, long tiles) {
    for (int c = 0; c < used.length; c++) {
      used[c] += bits[c] == 0 ? 0 : Math.multiplyExact(bits[c], tiles);
    }
  }

  private boolean isOver(long[] used) {
    for (int c = 0; c < used.length; c++) {
      if (used[c] > capacity[c]) {
        return true;
      }
    }
    return false;
  }

  private void descend(int f, long[] used) {
    if (++steps > MOST_STEPS) {
      return;
    }
    for (int k = f; k < reuse.length; k++) {
      chosen[k] = reuse[k][0];
    }
    long optimistic = cost.total(chosen);
    if (optimistic >= best) {
      return;
    }
    if (f == reuse.length) {
      best = optimistic;
      return;
    }
    for (int k = 0; k < reuse[f].length; k++) {
      chosen[f] = reuse[f][k];
      long[] next = used.clone();
      for (int c = 0; c < next.length; c++) {
        next[c] += load[f][k][c];
      }
      if (!isOver(next)) {
        descend(f + 1, next);
      }
    }
  }

  /** Whether the search was cut short, so that a better choice of levels may exist. */
  boolean isCutShort() {
    return steps > MOST_STEPS;
  }

  /** Levels of a transfer's first copy that no other one beats, highest reuse first. */
  private void choices(int f, int h) {
    int min = lowest(h);
    long[] reuses = new long[order.length + 1];
    long[] tiles = new long[order.length + 1];
    int n = 0;
    Walk walk = new Walk(h);
    for (int k = -1; k < walk.levels; k++) {
      walk.to(k);
      if (k >= min) {
        reuses[n] = walk.reuse;
        tiles[n++] = walk.tiles;
      }
    }
    // Reuse never falls from level to level; of the same reuse the fewest tiles count, and less reuse must pay by fewer tiles.
    long[] keptReuse = new long[n];
    long[] keptTiles = new long[n];
    int kept = 0;
    for (int k = n - 1; k >= 0; k--) {
      if (kept > 0 && keptReuse[kept - 1] == reuses[k]) {
        keptTiles[kept - 1] = Math.min(keptTiles[kept - 1], tiles[k]);
      } else if (kept == 0 || tiles[k] < keptTiles[kept - 1]) {
        keptReuse[kept] = reuses[k];
        keptTiles[kept++] = tiles[k];
      }
    }
    reuse[f] = Arrays.copyOf(keptReuse, kept);
    load[f] = new long[kept][capacity.length];
    for (int k = 0; k < kept; k++) {
      add(load[f][k], bitsOnCore[h], keptTiles[k]);
    }
  }

  private long fewest(int h) {
    int min = lowest(h);
    long fewest = Long.MAX_VALUE;
    Walk walk = new Walk(h);
    for (int k = -1; k < walk.levels; k++) {
      walk.to(k);
      fewest = k >= min ? Math.min(fewest, walk.tiles) : fewest;
    }
    return fewest;
  }

  /** Lowest level of a held tensor: partial sums stay on chip, and what is handed on is kept while it is read again. */
  private int lowest(int h) {
    GroupGraph.Held t = group.graph.held().get(h);
    if (t.transfer() >= 0) {
      return group.graph.transfers().get(t.transfer()).kind() == GroupGraph.Kind.COMPUTE_TO_COMPUTE
          ? outermost(group.transferLoops[t.transfer()], group.transferVarying[t.transfer()])
          : -1;
    }
    for (GroupGraph.Transfer f : group.graph.transfers()) {
      if (f.source() == h && f.kind() == GroupGraph.Kind.COMPUTE_TO_MEM) {
        return outermost(group.heldLoops[h], group.heldVarying[h]);
      }
    }
    return -1;
  }

  /** Place of the outermost invariant loop among those that apply. */
  private int outermost(long loops, long varying) {
    int place = -1;
    int last = -1;
    for (int l : order) {
      if ((loops >> l & 1) == 1) {
        place++;
        last = (varying >> l & 1) == 0 ? place : last;
      }
    }
    return last;
  }

  /** Goes through the levels of a held tensor. */
  private final class Walk {
    private final int h;
    private final int levels;
    private final long first;
    private long reuse = 1;
    private long tiles = 1;
    private int at = -1;

    Walk(int h) {
      this.h = h;
      int applicable = 0;
      long varying = 1;
      for (int l : order) {
        if ((group.heldLoops[h] >> l & 1) == 1) {
          applicable++;
          varying *= (group.heldVarying[h] >> l & 1) == 1 ? cost.counts[l] : 1;
        }
      }
      this.levels = applicable;
      this.first = varying > 1 && !single[h] ? 2 : 1;
    }

    /** Moves on to level {@code k}, which is the next one. */
    void to(int k) {
      if (k < 0) {
        tiles = first;
        return;
      }
      if (k == 0) {
        tiles = 1;
      }
      while (true) {
        int l = order[++at];
        if ((group.heldLoops[h] >> l & 1) == 1) {
          boolean moves = (group.heldVarying[h] >> l & 1) == 1;
          tiles *= moves ? cost.counts[l] : 1;
          reuse *= moves ? 1 : cost.counts[l];
          return;
        }
      }
    }
  }
}
