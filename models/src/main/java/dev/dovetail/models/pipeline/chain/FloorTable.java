package dev.dovetail.models.pipeline.chain;

import java.util.Arrays;

/**
 * Least bottlenecks of segments that begin at one layer, on 1..N chiplets, however many clusters there are.
 *
 * <p>Role: what no number of clusters undercuts. With it {@link StartSearch} knows where a table of bounded numbers of clusters is finished, and which
 * of its states can still lead to something. O(L^3 N / 6) for all starts. Values stand at {@link #at} + n.
 */
final class FloorTable {
  private final int start;
  private final int end;
  private final int chiplets;
  private final long[] values;
  private final short[] clusters;
  private long steps;

  /**
   * @param ranges of the clusters
   * @param start first layer of the segments
   * @param end last layer of the longest one
   */
  FloorTable(ClusterTimes times, ClusterRanges ranges, int start, int end) {
    this.start = start;
    this.end = end;
    this.chiplets = times.chiplets();
    this.values = Arrays.copyOf(times.rowOf(start), (end - start + 1) * chiplets);
    this.clusters = new short[values.length];
    Arrays.fill(clusters, (short) 1);
    boolean falling = times.problem().switches().idle();
    for (int j = start + 1; j <= end; j++) {
      for (int k = j - 1; k >= start; k--) {
        if (falling) {
          behind(times.rowOf(k + 1), times.offset(k + 1, j), k, j, ranges.fewest(k + 1, j));
        } else {
          steps += chiplets - 1L;
          MinMax.anyCounted(values, at(k), times.rowOf(k + 1), times.offset(k + 1, j), values, at(j), clusters, chiplets);
        }
      }
    }
  }

  /** Layers k+1..j as one cluster behind layers start..k, unless that is nowhere better than what is known. */
  private void behind(long[] last, int lastAt, int k, int j, int fewest) {
    int from = fewest + 1;
    if (from > chiplets) {
      return;
    }
    long known = values[at(j) + from];
    if (known == ClusterTimes.INFINITE || last[lastAt + chiplets - 1] <= known && values[at(k) + chiplets - fewest] <= known) {
      steps += chiplets - from + 1L;
      MinMax.counted(values, at(k), last, lastAt, values, at(j), clusters, from, chiplets);
    }
  }

  /** Where the values of layers start..j stand, less one. */
  int at(int j) {
    return (j - start) * chiplets - 1;
  }

  long[] values() {
    return values;
  }

  /** Last layer of the longest segment. */
  int end() {
    return end;
  }

  /** Least bottleneck of layers start..j on n chiplets. */
  long bottleneck(int j, int n) {
    return values[at(j) + n];
  }

  /** Clusters with which {@link #bottleneck(int, int)} is reached on all chiplets. */
  int clusters(int j) {
    return clusters[at(j) + chiplets];
  }

  /** Fewest chiplets on which layers start..j have a bottleneck of at most {@code limit}; N + 1 if there are none. Needs values that fall with n. */
  int leastChiplets(int j, long limit) {
    int at = at(j);
    int low = 1;
    int high = chiplets + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[at + middle] <= limit) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Iterations of the inner loop. */
  long steps() {
    return steps;
  }
}
