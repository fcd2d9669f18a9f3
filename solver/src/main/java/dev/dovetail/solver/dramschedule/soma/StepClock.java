package dev.dovetail.solver.dramschedule.soma;

import java.util.Arrays;

/**
 * The two clocks of a DRAM schedule, on plain arrays and without a buffer check: channel and compute, advanced position by position.
 *
 * <p>Role: what the annealers of this package and of SoMa's first stage call for every candidate; the evaluator of the kind does the same for
 * one mapping with all checks. Source of the semantics: public program SET-Scheduling-Project/SoMa-HPCA2025.
 */
public final class StepClock {
  /** What {@link #run} returns if a tensor is asked for when it cannot travel. */
  public static final long VIOLATION = -1;

  private int[] lastRequired = new int[0];
  private long[] ends = new long[0];

  /**
   * Runs all tiles and transfers.
   *
   * @param tiles number of tiles, at least 1
   * @param cycles by tile
   * @param tileGroup by tile: its layer
   * @param count number of tensors
   * @param order the tensors in the order of the channel
   * @param tensors by tensor
   * @return the latency in cycles, or {@link #VIOLATION}
   */
  public long run(int tiles, long[] cycles, int[] tileGroup, int count, int[] order, Tensors tensors) {
    require(tiles, count, order, tensors);
    long dram = 0;
    long comp = 0;
    int k = 0;
    int last = -1;
    for (int q = -1; q < tiles; q++) {
      if (k <= last) { // deferred loads of this tile
        for (; k <= last; k++) {
          int x = order[k];
          if (tensors.start[x] > q || tensors.end[x] <= q) {
            return VIOLATION;
          }
          dram += tensors.cycles[x];
        }
        comp = Math.max(comp, dram);
      }
      if (q >= 0) {
        comp += cycles[q];
        ends[q] = comp;
      }
      while (k < count) { // what the channel does while the tile computes
        int x = order[k];
        if (tensors.start[x] > q || tensors.end[x] <= q) {
          dram = Math.max(dram, comp);
          break;
        }
        if (tensors.start[x] == q && tensors.store[x] && dram < comp) {
          dram = comp;
          break;
        }
        if (dram + tensors.cycles[x] > comp) {
          break;
        }
        dram += tensors.cycles[x];
        k++;
      }
      last = q < tiles - 1 ? lastRequired[q + 1] : count - 1;
      boolean required = q < tiles - 1 && last >= k;
      while (k <= last) { // what the next tile cannot start without
        int x = order[k];
        if (tensors.start[x] > q || tensors.end[x] <= q) {
          if (q == tiles - 1 || !allBelongTo(q + 1, tileGroup[q + 1], k, last, order, tensors)) {
            return VIOLATION;
          }
          break;
        }
        if (tensors.start[x] == q && tensors.store[x]) {
          dram = Math.max(dram, comp);
        }
        dram += tensors.cycles[x];
        k++;
      }
      if (required && dram > comp) {
        comp = dram;
      }
    }
    return Math.max(comp, dram);
  }

  /** When a tile ended in the last {@link #run}. */
  long end(int tile) {
    return ends[tile];
  }

  /** Fills {@code lastRequired}: by tile the index in the order of the last tensor without which it cannot start. */
  private void require(int tiles, int count, int[] order, Tensors tensors) {
    if (lastRequired.length <= tiles) {
      lastRequired = new int[tiles + 1 + tiles / 2];
      ends = new long[lastRequired.length];
    }
    Arrays.fill(lastRequired, 0, tiles + 1, -1);
    for (int k = 0; k < count; k++) {
      int x = order[k];
      lastRequired[tensors.store[x] ? tensors.end[x] : tensors.needed[x]] = k;
    }
  }

  private static boolean allBelongTo(int tile, int group, int from, int to, int[] order, Tensors tensors) {
    for (int k = from; k <= to; k++) {
      int x = order[k];
      if (tensors.store[x] || tensors.group[x] != group || tensors.start[x] != tile) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tensors as arrays, by index; an array may be longer than there are tensors.
   *
   * @param store whether it is a store
   * @param cycles on the channel
   * @param group its layer
   * @param needed the tile that needs a load; of a store the tile that makes it
   * @param start first position at which it is resident; of a store {@code needed}
   * @param end one past the last one
   */
  public record Tensors(boolean[] store, long[] cycles, int[] group, int[] needed, int[] start, int[] end) {}
}
