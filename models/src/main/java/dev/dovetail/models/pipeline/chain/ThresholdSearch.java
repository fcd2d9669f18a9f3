package dev.dovetail.models.pipeline.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Fewest chiplets on which layers i..j run as so many clusters, none of which takes longer than a threshold.
 *
 * <p>Role: the decision version of {@link StartSearch}, and another algorithm: with nu(k,l), the fewest chiplets on which one cluster k..l keeps the
 * threshold, h(C,l) = min over k of h(C-1,k) + nu(k+1,l) is a shortest path. Needs times that fall with the number of chiplets. Single use.
 */
final class ThresholdSearch {
  private static final int UNKNOWN = 0;

  private final ClusterTimes times;
  private final int first;
  private final int last;
  private final long threshold;
  private final int[][] needed;
  private final List<int[]> levels = new ArrayList<>();
  private long steps;

  ThresholdSearch(ClusterTimes times, int first, int last, long threshold) {
    this.times = times;
    this.first = first;
    this.last = last;
    this.threshold = threshold;
    this.needed = new int[last - first + 1][];
  }

  /**
   * Fewest clusters that keep the threshold on all chiplets.
   *
   * @param most clusters that are of interest
   * @return 0 if more than {@code most} or more chiplets are needed
   */
  int fewestClusters(int most) {
    int chiplets = times.chiplets();
    int[] now = new int[last - first + 1];
    for (int l = first; l <= last; l++) {
      now[l - first] = needed(first, l);
    }
    levels.add(now);
    for (int clusters = 1; clusters <= most; clusters++) {
      if (now[last - first] <= chiplets) {
        return clusters;
      }
      int[] next = raise(now);
      if (Arrays.equals(next, now)) {
        return 0;
      }
      levels.add(next);
      now = next;
    }
    return 0;
  }

  /** One cluster more for layers first..l, for every l. */
  private int[] raise(int[] before) {
    int[] now = before.clone();
    for (int l = first + 1; l <= last; l++) {
      int best = Math.min(now[l - first], times.chiplets() + 1);
      for (int k = l - 1; k >= first; k--) {
        if (before[k - first] + 1 < best) {
          steps++;
          best = Math.min(best, before[k - first] + needed(k + 1, l));
        }
      }
      now[l - first] = best;
    }
    return now;
  }

  private int needed(int k, int l) {
    int[] row = needed[k - first];
    if (row == null) {
      row = new int[last - k + 1];
      needed[k - first] = row;
    }
    if (row[l - k] == UNKNOWN) {
      row[l - k] = times.leastChiplets(k, l, threshold);
    }
    return row[l - k];
  }

  /** The clusters behind {@link #fewestClusters}, which has found some. */
  List<ChainPlan.Cluster> clusters() {
    Deque<ChainPlan.Cluster> found = new ArrayDeque<>();
    int l = last;
    for (int level = levels.size() - 1; level > 0; level--) {
      int[] before = levels.get(level - 1);
      int total = levels.get(level)[l - first];
      if (before[l - first] == total) {
        continue; // on as few chiplets with a cluster less
      }
      int k = l - 1;
      while (before[k - first] + needed(k + 1, l) != total) {
        k--;
      }
      found.addFirst(times.cluster(k + 1, l, needed(k + 1, l)));
      l = k;
    }
    found.addFirst(times.cluster(first, l, needed(first, l)));
    return List.copyOf(found);
  }

  /** Iterations of the inner loop. */
  long steps() {
    return steps;
  }
}
