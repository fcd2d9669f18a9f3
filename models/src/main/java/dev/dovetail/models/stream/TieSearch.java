package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Of all reuse levels with the same total, those of least traffic, then of the fewest tiles.
 *
 * <p>Traffic is the sum over all held tensors of the bits of a tile over its reuse, as Stream's second objective; tiles its third one. A tensor
 * whose best level fits beside the largest wishes of all others is settled at once; only the rest is searched.
 */
final class TieSearch {
  /** Sums of quotients are compared with this tolerance, relative; they differ by more or not at all. */
  private static final double TOLERANCE = 1e-12;

  private final LevelTable[] tables;
  private final long[] bits;
  private final int[][] cores;
  private final long[] capacity;
  private final long[] traffic;
  private int[] levels = {};
  private int[] best = {};
  private double bestTraffic;
  private long bestTiles;
  private long[] loads = {};
  private List<Integer> open = new ArrayList<>();
  private int[][] options = {};
  private double[] restTraffic = {};
  private long[] restTiles = {};
  private long nodes;
  private boolean settled = true;

  TieSearch(LevelTable[] tables, long[] bits, int[][] cores, long[] capacity, long[] traffic) {
    this.tables = tables.clone();
    this.bits = bits.clone();
    this.cores = cores.clone();
    this.capacity = capacity.clone();
    this.traffic = traffic.clone();
  }

  boolean isSettled() {
    return settled;
  }

  private double traffic(int h, int k) {
    return (double) traffic[h] / tables[h].reuse(k);
  }

  /**
   * The best levels.
   *
   * @param start levels of that total which fit
   * @param total that may not be exceeded
   * @param totalOf the total of levels; never smaller if some reuse is smaller
   * @param most nodes of the search
   */
  int[] run(int[] start, long total, ToLongFunction<int[]> totalOf, long most) {
    options = new int[tables.length][];
    for (int h = 0; h < tables.length; h++) {
      options[h] = options(h);
    }
    // What each core holds if every tensor takes what its best level asks for.
    long[] wishes = new long[capacity.length];
    for (int h = 0; h < tables.length; h++) {
      for (int c : cores[h]) {
        wishes[c] += bits[h] * tables[h].tiles(options[h][0]);
      }
    }
    levels = start.clone();
    open = new ArrayList<>();
    for (int h = 0; h < tables.length; h++) {
      boolean room = Arrays.stream(cores[h]).allMatch(c -> wishes[c] <= capacity[c]);
      if (room || options[h].length == 1) {
        levels[h] = options[h][0];
      } else {
        open.add(h);
      }
    }
    open.sort(Comparator.comparingDouble(h -> -(traffic(h, options[h][options[h].length - 1]) - traffic(h, options[h][0]))));
    search(start, total, totalOf, most);
    return best;
  }

  private void search(int[] start, long total, ToLongFunction<int[]> totalOf, long most) {
    // Settled tensors keep what they have; the others begin at their leanest levels.
    best = levels.clone();
    for (int h : open) {
      levels[h] = options[h][options[h].length - 1];
      best[h] = start[h];
    }
    bestTraffic = 0;
    bestTiles = 0;
    for (int h : open) {
      bestTraffic += traffic(h, best[h]);
      bestTiles += tables[h].tiles(best[h]);
    }
    loads = new long[capacity.length];
    for (int h = 0; h < tables.length; h++) {
      for (int c : cores[h]) {
        loads[c] += bits[h] * tables[h].tiles(levels[h]);
      }
    }
    restTraffic = new double[open.size() + 1];
    restTiles = new long[open.size() + 1];
    for (int i = open.size() - 1; i >= 0; i--) {
      int h = open.get(i);
      restTraffic[i] = restTraffic[i + 1] + traffic(h, options[h][0]);
      restTiles[i] = restTiles[i + 1] + tables[h].tiles(options[h][options[h].length - 1]);
    }
    nodes = most;
    descend(0, 0, 0, total, totalOf);
  }

  private void descend(int i, double spent, long tiles, long total, ToLongFunction<int[]> totalOf) {
    if (--nodes < 0) {
      settled = false;
      return;
    }
    if (!better(spent + restTraffic[i], tiles + restTiles[i]) || totalOf.applyAsLong(hopeful(i)) > total) {
      return;
    }
    if (i == open.size()) {
      best = levels.clone();
      bestTraffic = spent;
      bestTiles = tiles;
      return;
    }
    int h = open.get(i);
    int lean = levels[h];
    for (int k : options[h]) {
      if (move(h, k)) {
        descend(i + 1, spent + traffic(h, k), tiles + tables[h].tiles(k), total, totalOf);
      }
      move(h, lean);
    }
  }

  private boolean better(double spent, long tiles) {
    double slack = TOLERANCE * Math.max(1, bestTraffic);
    return spent < bestTraffic - slack || spent <= bestTraffic + slack && tiles < bestTiles;
  }

  private int[] hopeful(int i) {
    int[] hope = levels.clone();
    for (int j = i; j < open.size(); j++) {
      hope[open.get(j)] = tables[open.get(j)].keenest();
    }
    return hope;
  }

  private boolean move(int h, int k) {
    long change = bits[h] * (tables[h].tiles(k) - tables[h].tiles(levels[h]));
    levels[h] = k;
    boolean fit = true;
    for (int c : cores[h]) {
      loads[c] += change;
      fit &= loads[c] <= capacity[c];
    }
    return fit;
  }

  /** Levels that no other one beats in both reuse and tiles, most reuse first. */
  private int[] options(int h) {
    LevelTable table = tables[h];
    List<Integer> all = new ArrayList<>();
    for (int k = table.min(); k <= table.highest(); k++) {
      all.add(k);
    }
    all.sort(Comparator.<Integer>comparingLong(k -> -table.reuse(k)).thenComparingLong(table::tiles));
    List<Integer> kept = new ArrayList<>();
    for (int k : all) {
      if (kept.isEmpty() || table.tiles(k) < table.tiles(kept.get(kept.size() - 1))) {
        kept.add(k);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }
}
