package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import java.util.Arrays;

/**
 * Least bottlenecks of segments that begin at one layer: f(C,j,n), layers i..j as at most C clusters on n chiplets.
 *
 * <p>Role: one independent piece of {@link SegmentCosts}. One array holds f for the present C; raising C works from the last layer to the first,
 * so that what is read still belongs to C - 1. {@code floor} is f without a limit on C: where f has reached it, nothing is left to do, and once
 * no segment can become cheaper with a bottleneck of {@code floor} and more clusters, C need not grow. Single use, one thread.
 */
final class StartSearch {
  private final ClusterTimes times;
  private final int start;
  private final int end;
  private final int chiplets;
  private final int stride;
  private final boolean falling;
  private final long[] floor;
  private final long[] f;
  private long steps;
  private int clusters = 1;

  /**
   * @param start first layer of the segments
   * @param end last layer of the longest one
   */
  StartSearch(ClusterTimes times, int start, int end) {
    this.times = times;
    this.start = start;
    this.end = end;
    this.chiplets = times.chiplets();
    this.stride = chiplets;
    this.falling = times.problem().switches().idle();
    this.floor = single();
    this.f = floor.clone();
    for (int j = start + 1; j <= end; j++) {
      for (int k = j - 1; k >= start; k--) {
        relax(floor, k, j, floor, 2, chiplets);
      }
    }
  }

  private long[] single() {
    return Arrays.copyOf(times.rowOf(start), (end - start + 1) * stride);
  }

  private int at(int j) {
    return (j - start) * stride - 1;
  }

  private void relax(long[] before, int k, int j, long[] best, int from, int to) {
    long[] last = times.rowOf(k + 1);
    int lastAt = times.offset(k + 1, j);
    if (to < from || last[lastAt + to - 1] == INFINITE && falling) {
      return;
    }
    steps += to - from + 1;
    if (falling) {
      MinMax.falling(before, at(k), last, lastAt, best, at(j), from, to);
    } else {
      MinMax.any(before, at(k), last, lastAt, best, at(j), from, to);
    }
  }

  /** Least bottleneck of layers start..j on all chiplets with any number of clusters. */
  long floor(int j) {
    return floor[at(j) + chiplets];
  }

  /** Least bottleneck of layers start..j on all chiplets with at most {@link #clusters()} clusters. */
  long bottleneck(int j) {
    return f[at(j) + chiplets];
  }

  /** C, from 1. */
  int clusters() {
    return clusters;
  }

  /** Iterations of the inner loop until now. */
  long steps() {
    return steps;
  }

  /** Admits one cluster more for segments that end at {@code to} or before. */
  void raise(int to, Effort effort) {
    clusters++;
    for (int j = to; j > start; j--) {
      int low = 2;
      while (low <= chiplets && f[at(j) + low] == floor[at(j) + low]) {
        low++;
      }
      int high = chiplets;
      while (high > low && f[at(j) + high] == floor[at(j) + high]) {
        high--;
      }
      if (low > high) {
        continue;
      }
      effort.check();
      for (int k = j - 1; k >= start; k--) {
        relax(f, k, j, f, low, high);
      }
    }
  }

  /** f(C,·,·) by {@link #index}, a copy. */
  long[] snapshot() {
    return f.clone();
  }

  /** {@link #floor(int)} of every end and number of chiplets, by {@link #index}. */
  long[] floors() {
    return floor;
  }

  /** Where a value of layers start..j on n chiplets stands. */
  int index(int j, int n) {
    return at(j) + n;
  }
}
