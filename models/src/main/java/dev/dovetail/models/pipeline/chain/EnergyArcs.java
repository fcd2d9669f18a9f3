package dev.dovetail.models.pipeline.chain;

import java.util.Arrays;

/**
 * Clusters worth having within a limit on their cycles: numbers of chiplets on which a cluster takes less energy than on fewer.
 *
 * <p>Role: the arcs of the energy programme. Energy mostly grows with the chiplets, so few numbers remain. Where every chiplet has to work, all remain.
 */
final class EnergyArcs {
  private final int size;
  private final int[][] chiplets;
  private final long[][] energies;

  EnergyArcs(ClusterEnergies table, ClusterTimes times, long limit) {
    size = times.layers();
    chiplets = new int[size * size][];
    energies = new long[size * size][];
    boolean idle = times.problem().switches().idle();
    int[] at = new int[times.chiplets()];
    long[] energy = new long[times.chiplets()];
    for (int k = 0; k < size; k++) {
      for (int j = k; j < size; j++) {
        int count = 0;
        long best = ClusterTimes.INFINITE;
        for (int n = 1; n <= times.chiplets(); n++) {
          long e = table.energy(k, j, n, limit);
          if (e < best || !idle && e != ClusterTimes.INFINITE) {
            best = e;
            at[count] = n;
            energy[count++] = e;
          }
        }
        chiplets[k * size + j] = Arrays.copyOf(at, count);
        energies[k * size + j] = Arrays.copyOf(energy, count);
      }
    }
  }

  /** Numbers of chiplets worth having for layers k..j, ascending. */
  int[] chiplets(int k, int j) {
    return chiplets[k * size + j];
  }

  /** Energies on them, femtojoules. */
  long[] energies(int k, int j) {
    return energies[k * size + j];
  }
}
