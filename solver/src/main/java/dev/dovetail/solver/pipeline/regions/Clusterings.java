package dev.dovetail.solver.pipeline.regions;

import dev.dovetail.models.pipeline.chain.ClusterTimes;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Ways to cut the layers of a segment into clusters that stay within a stage time and, together, within the chiplets.
 *
 * <p>Role: for one stage time every cluster needs least chiplets; the ways are paths of at most N of them. With the least number that the layers
 * before need, no path is begun that does not end. Source: the threshold form of chains-on-chains partitioning (Pinar and Aykanat).
 */
final class Clusterings {
  /** Any number of clusters. */
  static final int ANY = 0;

  private final ClusterTimes times;
  private final int first;
  private final int size;
  private final int[][] need;

  /** Fewest chiplets of layers first..first+e-1 as c clusters at [c][e]; at [0] as any number. */
  private final int[][] least;

  /**
   * @param times where chiplets count that a region takes
   * @param stage longest time of a cluster
   * @param most clusters; {@link #ANY} if their number does not matter
   */
  Clusterings(ClusterTimes times, int first, int last, long stage, int most) {
    this.times = times;
    this.first = first;
    this.size = last - first + 1;
    this.need = new int[size][size];
    for (int k = 0; k < size; k++) {
      for (int j = k; j < size; j++) {
        // Times do not shrink with more layers: where one interval needs too many chiplets, so do longer ones.
        boolean isHopeless = j > k && need[k][j - 1] > times.chiplets();
        need[k][j] = isHopeless ? times.chiplets() + 1 : times.leastChiplets(first + k, first + j, stage);
      }
    }
    this.least = new int[most + 1][size + 1];
    for (int c = 0; c <= most; c++) {
      Arrays.fill(least[c], times.chiplets() + 1);
    }
    least[0][0] = 0;
    for (int c = most == ANY ? 0 : 1; c <= most; c++) {
      for (int end = 1; end <= size; end++) {
        for (int k = 0; k < end; k++) {
          least[c][end] = Math.min(least[c][end], least[Math.max(0, c - 1)][k] + need[k][end - 1]);
        }
      }
    }
  }

  /** Fewest chiplets of all layers as {@code clusters} clusters; more than N if there is no way. */
  int leastChiplets(int clusters) {
    return least[clusters][size];
  }

  /**
   * Hands over every way, those of few chiplets at the end of the segment first, until one is accepted.
   *
   * @param clusters how many; {@link #ANY} for any number
   * @param accept hears the first layers of the clusters
   * @return whether one was accepted
   */
  boolean anyMatch(int clusters, Predicate<int[]> accept) {
    return leastChiplets(clusters) <= times.chiplets() && from(clusters, size, times.chiplets(), new int[0], accept);
  }

  private boolean from(int clusters, int end, int chiplets, int[] behind, Predicate<int[]> accept) {
    if (end == 0) {
      return accept.test(behind);
    }
    int[] starts = new int[behind.length + 1];
    System.arraycopy(behind, 0, starts, 1, behind.length);
    int before = Math.max(0, clusters - 1);
    for (int k = 0; k < end; k++) {
      if ((clusters != 1 || k == 0) && least[before][k] + need[k][end - 1] <= chiplets) {
        starts[0] = first + k;
        if (from(before, k, chiplets - need[k][end - 1], starts.clone(), accept)) {
          return true;
        }
      }
    }
    return false;
  }
}
