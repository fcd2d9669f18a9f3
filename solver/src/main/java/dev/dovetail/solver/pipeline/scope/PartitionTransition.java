package dev.dovetail.solver.pipeline.scope;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transition per cluster: weights are shared before it, inputs from it on; a cluster of length len has len + 1 choices.
 *
 * <p>Role: partitions as the heuristic chooses them literally. Never better than the exact minimum, since a layer that shares inputs is never
 * followed by one that shares weights. Of several chiplet types the slowest counts.
 */
final class PartitionTransition implements PartitionChoice {
  private final PipelineProblem problem;
  private final ClusterTimes times;
  private final LayerCosts costs;
  private final int chiplets;
  private final long buffer;
  private final long[][] rows;

  /**
   * @param times of the same problem, for sums of weights
   */
  PartitionTransition(ClusterTimes times, Effort effort) {
    this.problem = times.problem();
    this.times = times;
    this.costs = new LayerCosts(problem);
    this.chiplets = times.chiplets();
    this.buffer = problem.module().types().stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
    this.rows = new long[times.layers()][];
    effort.forEach(times.layers(), k -> rows[k] = row(k));
  }

  private Partition split() {
    return problem.switches().partitions().contains(Partition.WEIGHT_SHARED) ? Partition.WEIGHT_SHARED : Partition.REPLICATED;
  }

  private long time(int l, int n, Partition partition, @Nullable Partition before) {
    long slowest = 0;
    for (ChipletType type : problem.module().types()) {
      slowest = Math.max(slowest, costs.time(l, n, partition, before, type));
    }
    return slowest;
  }

  private long[] row(int k) {
    long[] row = new long[(times.layers() - k) * chiplets];
    for (int n = 1; n <= chiplets; n++) {
      long before = 0; // no transition yet
      long behind = 0;
      for (int j = k; j < times.layers(); j++) {
        Partition last = j == k ? null : split();
        long switched = Exact.add(before, time(j, n, Partition.INPUT_SHARED, last));
        behind = j == k
            ? switched
            : Math.min(switched, Exact.add(behind, time(j, n, Partition.INPUT_SHARED, Partition.INPUT_SHARED)));
        before = Exact.add(before, time(j, n, split(), last));
        int at = (j - k) * chiplets + n - 1;
        row[at] = limited(k, j, n, Math.min(before, behind));
        if (n > 1 && problem.switches().idle()) {
          row[at] = Math.min(row[at], row[at - 1]);
        }
      }
    }
    return row;
  }

  private long limited(int k, int j, int n, long cycles) {
    if (times.weightBytes(k, j) <= Exact.multiply(n, buffer)) {
      return cycles;
    }
    return k == j ? Math.max(cycles, costs.streaming(k)) : ClusterTimes.INFINITE;
  }

  @Override
  public long cycles(int first, int last, int n) {
    return rows[first][(last - first) * chiplets + n - 1];
  }

  @Override
  public ChainPlan.Cluster cluster(int first, int last, int n) {
    long cycles = cycles(first, last, n);
    int used = n;
    while (used > 1 && problem.switches().idle() && cycles(first, last, used - 1) == cycles) {
      used--;
    }
    List<Partition> best = List.of();
    long least = ClusterTimes.INFINITE;
    for (int transition = first; transition <= last + 1; transition++) {
      List<Partition> partitions = new ArrayList<>();
      long sum = 0;
      for (int l = first; l <= last; l++) {
        partitions.add(l < transition ? split() : Partition.INPUT_SHARED);
        sum = Exact.add(sum, time(l, used, partitions.get(l - first), l == first ? null : partitions.get(l - first - 1)));
      }
      if (sum < least) {
        least = sum;
        best = partitions;
      }
    }
    boolean isStreamed = times.weightBytes(first, last) > Exact.multiply(used, buffer);
    return new ChainPlan.Cluster(first, last, used, best, cycles, isStreamed);
  }
}
