package dev.dovetail.models.pipeline.chain;

/**
 * On how many chiplets a cluster exists, and from how many on more of them do not help.
 *
 * <p>Role: ends of the inner loop, looked up once per cluster. Needs times that fall with the number of chiplets.
 */
final class ClusterRanges {
  private final int[][] fewest;
  private final int[][] enough;

  ClusterRanges(ClusterTimes times) {
    int size = times.layers();
    fewest = new int[size][];
    enough = new int[size][];
    for (int k = 0; k < size; k++) {
      fewest[k] = new int[size - k];
      enough[k] = new int[size - k];
      for (int j = k; j < size; j++) {
        fewest[k][j - k] = times.leastChiplets(k, j, ClusterTimes.INFINITE - 1);
        enough[k][j - k] = times.leastChiplets(k, j, times.cycles(k, j, times.chiplets()));
      }
    }
  }

  /** Fewest chiplets on which layers k..j are a cluster; N + 1 if there are none. */
  int fewest(int k, int j) {
    return fewest[k][j - k];
  }

  /** Fewest chiplets on which layers k..j take as long as on all; N + 1 if they are no cluster. */
  int enough(int k, int j) {
    return enough[k][j - k];
  }
}
