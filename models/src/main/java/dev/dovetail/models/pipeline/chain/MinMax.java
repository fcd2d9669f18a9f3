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
    int x = 1;
    for (int n = from; n <= to; n++) {
      while (x < n - 1 && last[lastAt + x] > before[beforeAt + n - x]) {
        x++;
      }
      long value = Math.max(last[lastAt + x], before[beforeAt + n - x]);
      if (x > 1) {
        value = Math.min(value, Math.max(last[lastAt + x - 1], before[beforeAt + n - x + 1]));
      }
      if (value < best[bestAt + n]) {
        best[bestAt + n] = value;
      }
    }
  }

  /** The same for operands of any course, with every x: O((to - from) N). */
  static void any(long[] before, int beforeAt, long[] last, int lastAt, long[] best, int bestAt, int from, int to) {
    for (int n = from; n <= to; n++) {
      long least = best[bestAt + n];
      for (int x = 1; x < n; x++) {
        least = Math.min(least, Math.max(last[lastAt + x], before[beforeAt + n - x]));
      }
      best[bestAt + n] = least;
    }
  }
}
