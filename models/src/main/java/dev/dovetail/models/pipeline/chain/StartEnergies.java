package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Least energy of clusters over the layers from one start on: e(C,j,n), layers i..j as C clusters on n chiplets.
 *
 * <p>Role: the inner programme of {@link EnergyProgramme} and {@link TradeOffProgramme}: sums in place of maxima. Not thread-safe.
 */
final class StartEnergies {
  private final EnergyArcs arcs;
  private final int start;
  private final int end;
  private final int chiplets;
  private final boolean idle;
  private final boolean together;
  private final List<long[][]> tables = new ArrayList<>();
  private long steps;

  /**
   * @param end last layer of the longest segment
   * @param most largest number of clusters; 0 for any number, all in one table
   */
  StartEnergies(EnergyArcs arcs, ClusterTimes times, int start, int end, int most) {
    this.arcs = arcs;
    this.start = start;
    this.end = end;
    this.chiplets = times.chiplets();
    this.idle = times.problem().switches().idle();
    this.together = most == 0;
    long[][] none = table();
    Arrays.fill(none[0], idle ? 0 : INFINITE);
    none[0][0] = 0;
    if (together) {
      for (int to = 1; to < none.length; to++) {
        extend(none, none, to);
      }
      tables.add(none);
    } else {
      tables.add(none);
      for (int c = 1; c <= most; c++) {
        long[][] now = table();
        for (int to = c; to < now.length; to++) {
          extend(tables.get(c - 1), now, to);
        }
        tables.add(now);
      }
    }
  }

  private long[][] table() {
    long[][] table = new long[end - start + 2][chiplets + 1];
    for (long[] row : table) {
      Arrays.fill(row, INFINITE);
    }
    return table;
  }

  private void extend(long[][] before, long[][] now, int to) {
    long[] best = now[to];
    for (int k = 0; k < to; k++) {
      int[] at = arcs.chiplets(start + k, start + to - 1);
      long[] energy = arcs.energies(start + k, start + to - 1);
      for (int a = 0; a < at.length; a++) {
        steps += chiplets - at[a] + 1;
        for (int n = at[a]; n <= chiplets; n++) {
          long value = before[k][n - at[a]];
          if (value != INFINITE && value + energy[a] < best[n]) {
            best[n] = value + energy[a];
          }
        }
      }
    }
  }

  /** Least energy of layers start..j as {@code clusters} clusters, or as any number if all stand in one table. */
  long energy(int j, int clusters) {
    return tables.get(together ? 0 : clusters)[j - start + 1][chiplets];
  }

  /** Iterations of the inner loop. */
  long steps() {
    return steps;
  }

  /** Clusters that reach {@link #energy}, as first layer, last layer and chiplets. */
  List<int[]> clusters(int j, int clusters) {
    List<int[]> found = new ArrayList<>();
    int to = j - start + 1;
    int n = chiplets;
    for (int c = clusters; to > 0; c--) {
      long[][] before = tables.get(together ? 0 : c - 1);
      int[] cluster = behind(before, tables.get(together ? 0 : c)[to][n], to, n);
      found.add(0, new int[] {start + cluster[0], start + to - 1, cluster[1]});
      to = cluster[0];
      n -= cluster[1];
    }
    return found;
  }

  private int[] behind(long[][] before, long value, int to, int n) {
    for (int k = 0; k < to; k++) {
      int[] at = arcs.chiplets(start + k, start + to - 1);
      long[] energy = arcs.energies(start + k, start + to - 1);
      for (int a = 0; a < at.length && at[a] <= n; a++) {
        long rest = before[k][n - at[a]];
        if (rest != INFINITE && rest + energy[a] == value) {
          return new int[] {k, at[a]};
        }
      }
    }
    throw new IllegalStateException("No cluster reaches the least energy of its table.");
  }
}
