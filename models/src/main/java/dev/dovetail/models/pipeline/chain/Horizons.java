package dev.dovetail.models.pipeline.chain;

import java.util.Arrays;

/**
 * How long the bottleneck of a state (j,n) may be: layers i..j on n chiplets, the first part of a segment that begins at layer i.
 *
 * <p>Role: a state is worth keeping only if some segment i..e that contains it can still become cheaper: its stage must stay within what that
 * segment may take, the state's own bottleneck must, and so must that of the rest, layers j+1..e on the chiplets that are left. States beyond that
 * horizon change no cost of a segment. Values stand at {@link FloorTable#at} + n.
 */
final class Horizons {
  private final FloorTable[] floors;
  private final FloorTable own;
  private final int start;
  private final int chiplets;
  private final long[] values;

  Horizons(FloorTable[] floors, int start, int chiplets) {
    this.floors = floors;
    this.own = floors[start];
    this.start = start;
    this.chiplets = chiplets;
    this.values = new long[own.values().length];
  }

  /**
   * Sets the horizons of all states.
   *
   * @param limits most cycles of a stage of segments i..start+index that is still worth finding; 0 or less if none is
   * @param to last layer of the longest segment that matters
   */
  void update(long[] limits, int to) {
    Arrays.fill(values, 0);
    for (int e = start; e <= to; e++) {
      long limit = limits[e - start];
      if (limit <= 0) {
        continue;
      }
      int all = own.at(e) + chiplets;
      values[all] = Math.max(values[all], limit);
      for (int j = start; j < e; j++) {
        int from = own.leastChiplets(j, limit);
        if (from >= chiplets || e > floors[j + 1].end()) {
          continue;
        }
        int most = chiplets - floors[j + 1].leastChiplets(e, limit);
        int at = own.at(j);
        for (int n = from; n <= most; n++) {
          values[at + n] = Math.max(values[at + n], limit);
        }
      }
    }
  }

  /** Horizons by {@link FloorTable#at} + n; 0 where no bottleneck is short enough. */
  long[] values() {
    return values;
  }
}
