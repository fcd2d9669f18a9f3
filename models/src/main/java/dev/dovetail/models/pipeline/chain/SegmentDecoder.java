package dev.dovetail.models.pipeline.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
   * Clusters of which none takes longer than {@code bottleneck} on all chiplets.
   *
   * @param most clusters that are allowed and suffice; 0 if any number is
   */
  List<ChainPlan.Cluster> clusters(int most, long bottleneck) {
    ClusterRanges ranges = new ClusterRanges(times);
    FloorTable floor = new FloorTable(times, ranges, first, last);
    List<long[]> levels = most == 0 ? List.of(floor.values()) : levels(ranges, floor, most, bottleneck);
    Deque<ChainPlan.Cluster> found = new ArrayDeque<>();
    int j = last;
    int n = times.chiplets();
    int level = levels.size() - 1;
    while (times.cycles(first, j, n) > bottleneck) {
      level = Math.max(level - 1, 0);
      long[] before = levels.get(level);
      if (most > 0 && before[floor.at(j) + n] <= bottleneck) {
        continue; // as good with a cluster less
      }
      int k = j - 1;
      int x = sizeOfLast(k, j, n, before, floor, bottleneck);
      while (x == n) {
        k--;
        x = sizeOfLast(k, j, n, before, floor, bottleneck);
      }
      found.addFirst(times.cluster(k + 1, j, x));
      j = k;
      n -= x;
    }
    found.addFirst(times.cluster(first, j, n));
    return new ArrayList<>(found);
  }

  /** Tables of at most 1, 2, ... clusters; states that exceed the bottleneck need not be right. */
  private List<long[]> levels(ClusterRanges ranges, FloorTable floor, int most, long bottleneck) {
    long[] horizons = new long[floor.values().length];
    Arrays.fill(horizons, bottleneck);
    StartSearch search = new StartSearch(times, ranges, first, floor, horizons);
    List<long[]> levels = new ArrayList<>();
    levels.add(search.snapshot());
    while (levels.size() < most) {
      search.raise(last, horizons, Effort.SINGLE);
      levels.add(search.snapshot());
    }
    return levels;
  }

  /** Fewest chiplets of a last cluster k+1..j such that it and what is before it stay within the bottleneck; n if there are none. */
  private int sizeOfLast(int k, int j, int n, long[] before, FloorTable floor, long bottleneck) {
    int x = 1;
    while (x < n && Math.max(times.cycles(k + 1, j, x), before[floor.at(k) + n - x]) > bottleneck) {
      x++;
    }
    return x;
  }
}
