package dev.dovetail.models.pipeline.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds clusters of a segment that reach its least bottleneck, by computing the tables of its first layer once more.
 *
 * <p>Role: keeps {@link SegmentCosts} free of tables and back-pointers of segments that nobody chooses.
 */
final class SegmentDecoder {
  private final ClusterTimes times;
  private final int first;
  private final int last;

  SegmentDecoder(ClusterTimes times, int first, int last) {
    this.times = times;
    this.first = first;
    this.last = last;
  }

  /**
   * Clusters with the least bottleneck on all chiplets.
   *
   * @param most clusters that are allowed; 0 if any number is
   */
  List<ChainPlan.Cluster> clusters(int most) {
    StartSearch search = new StartSearch(times, first, last);
    List<long[]> levels = new ArrayList<>();
    if (most > 0) {
      levels.add(search.snapshot());
      while (levels.size() < most) {
        search.raise(last, Effort.SINGLE);
        levels.add(search.snapshot());
      }
    }
    Deque<ChainPlan.Cluster> found = new ArrayDeque<>();
    int j = last;
    int n = times.chiplets();
    int level = most;
    while (true) {
      long[] table = most == 0 ? search.floors() : levels.get(level - 1);
      long value = table[search.index(j, n)];
      if (times.cycles(first, j, n) == value) {
        found.addFirst(times.cluster(first, j, n));
        return new ArrayList<>(found);
      }
      if (most > 0 && level > 1) {
        level--;
      }
      long[] before = most == 0 ? table : levels.get(level - 1);
      if (most > 0 && before[search.index(j, n)] == value) {
        continue; // as good with a cluster less
      }
      long split = split(search, before, j, n, value);
      int k = (int) (split / (times.chiplets() + 1));
      int x = (int) (split % (times.chiplets() + 1));
      found.addFirst(times.cluster(k + 1, j, x));
      j = k;
      n -= x;
    }
  }

  /** Last layer k before the last cluster, and its chiplets x, such that both sides stay within {@code value}: k * (N + 1) + x. */
  private long split(StartSearch search, long[] before, int j, int n, long value) {
    for (int k = j - 1; k >= first; k--) {
      for (int x = 1; x < n; x++) {
        if (Math.max(times.cycles(k + 1, j, x), before[search.index(k, n - x)]) == value) {
          return (long) k * (times.chiplets() + 1) + x;
        }
      }
    }
    throw new IllegalStateException("No clusters of layers %d to %d take %d cycles.".formatted(first, j, value));
  }
}
