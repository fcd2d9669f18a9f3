package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import java.util.Arrays;

/**
 * Least bottlenecks of segments that begin at one layer: f(C,j,n), layers i..j as at most C clusters on n chiplets.
 *
 * <p>Role: one independent piece of {@link SegmentCosts}. One array holds f for the present C; raising C works from the last layer to the first,
 * so that what is read still belongs to C - 1. Three things keep the work small, and none changes a value that matters: where f has reached its
 * floor nothing is left to do; states beyond their horizon are not computed (they keep an older, larger value); and one more cluster behind
 * layers i..k is looked at only where f(C-1,k,·) fell when C - 1 was reached, since the older values were used before. Single use, one thread.
 */
final class StartSearch {
  private final ClusterTimes times;
  private final ClusterRanges ranges;
  private final FloorTable floor;
  private final int start;
  private final int chiplets;
  private final boolean falling;
  private final long[] f;
  private final long[] row;
  private final int[] fellFrom;
  private final int[] fellTo;
  private long steps;
  private int clusters = 1;

  /**
   * @param ranges of the clusters
   * @param start first layer of the segments
   * @param floor its table
   * @param horizons of its states, by {@link FloorTable#at} + n
   */
  StartSearch(ClusterTimes times, ClusterRanges ranges, int start, FloorTable floor, long[] horizons) {
    this.times = times;
    this.ranges = ranges;
    this.floor = floor;
    this.start = start;
    this.chiplets = times.chiplets();
    this.falling = times.problem().switches().idle();
    this.f = Arrays.copyOf(times.rowOf(start), (floor.end() - start + 1) * chiplets);
    this.row = new long[chiplets + 1];
    this.fellFrom = new int[floor.end() - start + 1];
    this.fellTo = new int[floor.end() - start + 1];
    Arrays.fill(row, INFINITE);
    for (int j = start; j <= floor.end(); j++) {
      noteFall(j, horizons);
    }
    Arrays.fill(row, 0);
  }

  /** Least bottleneck of layers start..j on all chiplets with at most {@link #clusters()} clusters, if it lies within the horizon. */
  long bottleneck(int j) {
    return f[floor.at(j) + chiplets];
  }

  /** C, from 1. */
  int clusters() {
    return clusters;
  }

  /** Iterations of the inner loop until now. */
  long steps() {
    return steps;
  }

  /**
   * Admits one cluster more.
   *
   * @param to last layer of the longest segment that matters; never more than before
   * @param horizons never farther than before
   */
  void raise(int to, long[] horizons, Effort effort) {
    clusters++;
    for (int j = to; j >= start; j--) {
      effort.check();
      int at = floor.at(j);
      int low = falling ? 2 : 1;
      while (low <= chiplets && isDone(at + low, horizons)) {
        low++;
      }
      int high = chiplets;
      while (high > low && isDone(at + high, horizons)) {
        high--;
      }
      if (low > high || j == start) {
        fellFrom[j - start] = chiplets + 1;
        continue;
      }
      System.arraycopy(f, at + 1, row, 1, chiplets);
      long horizon = 0;
      for (int n = low; n <= high; n++) {
        horizon = Math.max(horizon, horizons[at + n]);
      }
      for (int k = j - 1; k >= start; k--) {
        behind(k, j, low, high, horizon);
      }
      if (falling) {
        for (int n = low + 1; n <= chiplets; n++) {
          f[at + n] = Math.min(f[at + n], f[at + n - 1]);
        }
      }
      noteFall(j, horizons);
    }
  }

  private boolean isDone(int index, long[] horizons) {
    long least = floor.values()[index];
    return f[index] == least || least > horizons[index];
  }

  /** Layers k+1..j as one cluster behind layers start..k, for low..high chiplets. */
  private void behind(int k, int j, int low, int high, long horizon) {
    int fell = fellFrom[k - start];
    if (fell > chiplets) {
      return;
    }
    long[] last = times.rowOf(k + 1);
    int lastAt = times.offset(k + 1, j);
    if (!falling) {
      int from = Math.max(low, fell + 1);
      MinMax.any(f, floor.at(k), last, lastAt, f, floor.at(j), from, high);
      steps += Math.max(0, high - from + 1);
      return;
    }
    // Chiplets beyond those that still help the last cluster need no look: f falls with n anyway.
    int fewest = ranges.fewest(k + 1, j);
    int from = Math.max(low, fell + fewest);
    int to = Math.min(high, fellTo[k - start] + ranges.enough(k + 1, j));
    if (from > to) {
      return;
    }
    long useful = Math.min(horizon, f[floor.at(j) + from] - 1);
    if (last[lastAt + to - fell] <= useful && f[floor.at(k) + to - fewest] <= useful) {
      MinMax.falling(f, floor.at(k), last, lastAt, f, floor.at(j), from, to);
      steps += to - from + 1;
    }
  }

  /** Notes for how many chiplets f(C,j,n) fell below what {@link #row} holds, as far as that is within the horizon. */
  private void noteFall(int j, long[] horizons) {
    int at = floor.at(j);
    int from = chiplets + 1;
    int to = 0;
    for (int n = 1; n <= chiplets; n++) {
      long value = f[at + n];
      if (value < row[n] && value <= horizons[at + n]) {
        from = Math.min(from, n);
        to = n;
      }
    }
    fellFrom[j - start] = from;
    fellTo[j - start] = to;
  }

  /** f(C,·,·) by {@link FloorTable#at} + n, a copy. */
  long[] snapshot() {
    return f.clone();
  }
}
