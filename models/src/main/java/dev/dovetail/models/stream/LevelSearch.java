package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The reuse levels that make a group fastest among those that fit the memories.
 *
 * <p>Only the first tensor that a transfer makes decides how often it runs; all others take the fewest tiles first. The search over the
 * deciding ones is exact: raising a slot never helps, so a node of the tree is left when even the best levels that fit on their own lead to no
 * better total. Ties then go to the least traffic (bits of a tile over its reuse, all tensors), then to the fewest tiles, as in Stream.
 */
final class LevelSearch {
  /** Nodes of the tree after which a search gives up and keeps what it has. */
  private static final long MOST_NODES = 2_000_000;

  private final LevelTable[] tables;
  private final long[] bits;
  private final int[][] cores;
  private final long[] capacity;
  private final SlotTimes times;
  private final long[] floor;
  private final List<Driver> drivers = new ArrayList<>();
  private boolean settled = true;

  /**
   * What a transfer asks of the search.
   *
   * @param held the tensor whose level decides its reuse
   * @param slot where it runs
   * @param present cycles of one run, averaged over all iterations
   */
  record Driver(int held, int slot, long present) {
    long active(long reuse) {
      return -Math.floorDiv(-present, reuse);
    }
  }

  /**
   * @param tables per held tensor
   * @param bits per held tensor what one tile takes on one core
   * @param cores per held tensor the cores that hold it; none if it takes no memory
   * @param capacity bits per core
   * @param floor per slot what nodes take of it
   */
  LevelSearch(LevelTable[] tables, long[] bits, int[][] cores, long[] capacity, SlotTimes times, long[] floor) {
    this.tables = tables.clone();
    this.bits = bits.clone();
    this.cores = cores.clone();
    this.capacity = capacity.clone();
    this.times = times;
    this.floor = floor.clone();
  }

  /** Adds a transfer whose reuse is to be decided. */
  void add(Driver driver) {
    drivers.add(driver);
  }

  /** Whether the levels found are proved best; only a very large tree is left unfinished. */
  boolean isSettled() {
    return settled;
  }

  /** The levels with the fewest tiles of each tensor. */
  int[] leanest() {
    return Arrays.stream(tables).mapToInt(LevelTable::leanest).toArray();
  }

  /** Bits per core at these levels. */
  long[] loads(int[] levels) {
    long[] loads = new long[capacity.length];
    for (int h = 0; h < tables.length; h++) {
      for (int c : cores[h]) {
        loads[c] += bits[h] * tables[h].tiles(levels[h]);
      }
    }
    return loads;
  }

  /** Whether loads fit everywhere. */
  boolean fits(long[] loads) {
    for (int c = 0; c < loads.length; c++) {
      if (loads[c] > capacity[c]) {
        return false;
      }
    }
    return true;
  }

  /** Cycles per slot at these levels. */
  long[] cycles(int[] levels) {
    long[] cycles = floor.clone();
    for (Driver d : drivers) {
      cycles[d.slot()] = Math.max(cycles[d.slot()], d.active(tables[d.held()].reuse(levels[d.held()])));
    }
    return cycles;
  }

  /**
   * The levels of least total among those that fit; ties are left open.
   *
   * @return the leanest ones if not even those fit
   */
  int[] fastest() {
    int[] levels = leanest();
    if (!fits(loads(levels))) {
      return levels;
    }
    Fast search = new Fast(levels);
    search.descend(0);
    return search.best;
  }

  /** The search for the least total. */
  private final class Fast {
    private final int[] levels;
    private final long[] loads;
    private final List<Driver> order;
    private final int[][] options;
    private final int[] keenest;
    private int[] best;
    private long bestTotal;
    private long nodes;

    Fast(int[] lean) {
      this.levels = lean.clone();
      this.loads = loads(lean);
      this.best = lean.clone();
      this.bestTotal = times.total(cycles(lean));
      this.keenest = keenest();
      long[] least = cycles(keenest);
      this.order = new ArrayList<>();
      List<int[]> choices = new ArrayList<>();
      for (Driver d : drivers) {
        int[] own = options(d, least, lean[d.held()]);
        if (own.length > 1) {
          order.add(d);
          choices.add(own);
        } else {
          keenest[d.held()] = own[0];
        }
      }
      List<Integer> sorted = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        sorted.add(i);
      }
      sorted.sort(Comparator.comparingLong(i -> -order.get(i).present()));
      List<Driver> copy = List.copyOf(order);
      order.clear();
      sorted.forEach(i -> order.add(copy.get(i)));
      this.options = sorted.stream().map(choices::get).toArray(int[][]::new);
    }

    private int[] keenest() {
      int[] all = leanest();
      for (Driver d : drivers) {
        all[d.held()] = tables[d.held()].keenest();
      }
      return all;
    }

    /**
     * Levels worth a look, keenest first: each takes more tiles than the next and makes the transfer shorter, as far as the slot can get
     * shorter at all.
     */
    private int[] options(Driver d, long[] least, int lean) {
      LevelTable table = tables[d.held()];
      List<Integer> found = new ArrayList<>(List.of(lean));
      List<Integer> byTiles = new ArrayList<>();
      for (int k = table.min(); k <= table.highest(); k++) {
        byTiles.add(k);
      }
      byTiles.sort(Comparator.comparingLong(table::tiles));
      for (int k : byTiles) {
        long now = Math.max(least[d.slot()], d.active(table.reuse(found.get(found.size() - 1))));
        if (Math.max(least[d.slot()], d.active(table.reuse(k))) < now) {
          found.add(k);
        }
      }
      java.util.Collections.reverse(found);
      return found.stream().mapToInt(Integer::intValue).toArray();
    }

    void descend(int depth) {
      if (++nodes > MOST_NODES) {
        settled = false;
        return;
      }
      if (times.total(cycles(hopeful(depth))) >= bestTotal) {
        return;
      }
      if (depth == order.size()) {
        best = levels.clone();
        bestTotal = times.total(cycles(levels));
        return;
      }
      int h = order.get(depth).held();
      int lean = levels[h];
      for (int k : options[depth]) {
        if (move(h, k)) {
          descend(depth + 1);
        }
        move(h, lean);
      }
    }

    /** Sets a level and the loads; whether they fit. */
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

    /** The decided levels, and for each of the others the keenest one that fits beside the leanest of the rest. */
    private int[] hopeful(int depth) {
      int[] hope = levels.clone();
      for (int i = depth; i < order.size(); i++) {
        int h = order.get(i).held();
        for (int k : options[i]) {
          if (fitsAlone(h, k)) {
            hope[h] = k;
            break;
          }
        }
      }
      return hope;
    }

    private boolean fitsAlone(int h, int k) {
      long change = bits[h] * (tables[h].tiles(k) - tables[h].tiles(levels[h]));
      for (int c : cores[h]) {
        if (loads[c] + change > capacity[c]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * The same with Stream's ties: least total, then least traffic, then fewest tiles.
   *
   * @param traffic per held tensor the bits of a tile, all cores together
   * @param high per held tensor whether, of levels that decide the same, the highest one is taken
   */
  int[] settledTies(long[] traffic, boolean[] high) {
    int[] fast = fastest();
    if (!fits(loads(fast))) {
      return fast;
    }
    TieSearch search = new TieSearch(tables, bits, cores, capacity, traffic);
    int[] levels = search.run(fast, times.total(cycles(fast)), l -> times.total(cycles(l)), MOST_NODES / 10);
    settled &= search.isSettled();
    for (int h = 0; h < levels.length; h++) {
      levels[h] = tables[h].alike(levels[h], high[h]);
    }
    return levels;
  }
}
