package dev.dovetail.models.pipeline.chain;

/**
 * The inner loop of the programme: least bottleneck of clusters that end at one layer and one more cluster behind it, for every number of chiplets.
 *
 * <p>Arrays are read at offset + n, 1 <= n <= N.
 */
final class MinMax {
  private MinMax() {}

  /**
   * best[n] = min(best[n], min over 1 <= x < n of max(before[n - x], last[x])) for from <= n <= to, where neither operand grows with its index.
   *
   * <p>One pass: the least x with last[x] <= before[n - x], or the largest x, never moves left while n grows, and the minimum of the maximum is
   * attained there or one before. Source: the amortised pointer of the reconstructed programme, after Subhlok and Vondran (PPoPP 1995).
   *
   * @param from at least 2
   */
  static void falling(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, int from, int to) {
    int x = crossing(before, beforeAt, last, lastAt, from);
    for (int n = from; n <= to; n++) {
      while (x < n - 1 && last[lastAt + x] > before[beforeAt + n - x]) {
        x++;
      }
      long value = Math.max(last[lastAt + x], before[beforeAt + n - x]);
      if (x > 1) {
        value = Math.min(value, Math.max(last[lastAt + x - 1], before[beforeAt + n - x + 1]));
      }
      best[bestAt + n] = Math.min(best[bestAt + n], value);
    }
  }

  /**
   * The same, and how many clusters there are: {@code clusters[n]} is one more than that of the operand where the new value is less, or equal with
   * fewer clusters.
   */
  static void counted(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, short[] clusters, int from,
      int to) {
    int x = crossing(before, beforeAt, last, lastAt, from);
    for (int n = from; n <= to; n++) {
      while (x < n - 1 && last[lastAt + x] > before[beforeAt + n - x]) {
        x++;
      }
      take(before, beforeAt, last, lastAt, best, bestAt, clusters, n, x);
      if (x > 1) {
        take(before, beforeAt, last, lastAt, best, bestAt, clusters, n, x - 1);
      }
    }
  }

  private static void take(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, short[] clusters, int n,
      int x) {
    long value = Math.max(last[lastAt + x], before[beforeAt + n - x]);
    if (value <= best[bestAt + n] && value != ClusterTimes.INFINITE) {
      short count = (short) (clusters[beforeAt + n - x] + 1);
      if (value < best[bestAt + n] || count < clusters[bestAt + n]) {
        best[bestAt + n] = value;
        clusters[bestAt + n] = count;
      }
    }
  }

  /** {@link #counted} for operands of any course, with every x: O(N^2). */
  static void anyCounted(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, short[] clusters,
      int to) {
    for (int n = 2; n <= to; n++) {
      for (int x = 1; x < n; x++) {
        take(before, beforeAt, last, lastAt, best, bestAt, clusters, n, x);
      }
    }
  }

  /** {@link #falling} for operands of any course, with every x: O((to - from) N). */
  static void any(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, int from, int to) {
    for (int n = from; n <= to; n++) {
      long least = best[bestAt + n];
      for (int x = 1; x < n; x++) {
        least = Math.min(least, Math.max(last[lastAt + x], before[beforeAt + n - x]));
      }
      best[bestAt + n] = least;
    }
  }

  /** Least x < n with last[x] <= before[n - x], or n - 1. */
  private static int crossing(long[] before, int beforeAt, long[] last, int lastAt, int n) {
    int low = 1;
    int high = n - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (last[lastAt + middle] <= before[beforeAt + n - middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
