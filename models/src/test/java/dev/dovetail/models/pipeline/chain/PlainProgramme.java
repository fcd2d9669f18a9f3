package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.Arrays;

/** The programme as it is written down: every number of clusters, every split of layers, every split of chiplets; no pruning, no pointer. */
final class PlainProgramme {
  private final ClusterTimes times;
  private final PipelineProblem problem;
  private final LayerCosts costs;

  PlainProgramme(ClusterTimes times) {
    this.times = times;
    this.problem = times.problem();
    this.costs = new LayerCosts(problem);
  }

  /** S(i,j) by i and j; INFINITE where there is no segment. */
  long[][] segments() {
    int size = times.layers();
    long[][] segments = new long[size][size];
    for (int i = 0; i < size; i++) {
      Arrays.fill(segments[i], INFINITE);
      start(i, segments[i]);
    }
    return segments;
  }

  private void start(int i, long[] least) {
    int n = times.chiplets();
    int size = times.layers();
    int last = i;
    while (last + 1 < size && costs.exists(i, last + 1)) {
      last++;
    }
    long[][] f = new long[size][n + 1];
    for (int c = 1; c <= Math.min(last - i + 1, n); c++) {
      long[][] next = new long[size][n + 1];
      for (int j = i; j <= last; j++) {
        for (int all = 1; all <= n; all++) {
          next[j][all] = c == 1 ? times.cycles(i, j, all) : split(f, i, j, all);
        }
        long bottleneck = next[j][n];
        if (bottleneck != INFINITE) {
          long stage = Math.max(bottleneck, costs.io(i, j));
          long m = problem.objective() == PipelineObjective.LATENCY ? 1 : problem.samples();
          least[j] = Math.min(least[j], problem.objective() == PipelineObjective.THROUGHPUT
              ? stage
              : costs.load(i, j) + (m + c - 1) * stage);
        }
      }
      f = next;
    }
  }

  private long split(long[][] before, int i, int j, int all) {
    long least = INFINITE;
    for (int k = i; k < j; k++) {
      for (int x = 1; x < all; x++) {
        long one = before[k][all - x] == 0 ? INFINITE : before[k][all - x];
        least = Math.min(least, Math.max(one, times.cycles(k + 1, j, x)));
      }
    }
    return least;
  }
}
