package dev.dovetail.solver.pipeline.traffic;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.solver.pipeline.traffic.SlackAllocation.Border;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expected cycles of some layers as one cluster on 1..N chiplets, with the partitions that reach them. */
final class ClusterTable {
  private static final long NONE = Long.MAX_VALUE / 4;

  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final int first;
  private final int last;
  private final @Nullable Border border;
  private final long[] least; // by n: over 1..n chiplets

  private ClusterTable(PipelineProblem problem, LayerCosts costs, int first, int last, @Nullable Border border, long[] least) {
    this.problem = problem;
    this.costs = costs;
    this.first = first;
    this.last = last;
    this.border = border;
    this.least = least;
  }

  /**
   * Makes the tables of all clusters that begin at one layer.
   *
   * @param start first layer of the segment
   * @param k position of the clusters' first layer in the segment
   * @param size layers of the segment
   * @param border what its input comes over; null for the first cluster, which reads DRAM
   * @param into by position of the last layer
   */
  static void fill(
      PipelineProblem problem, LayerCosts costs, int start, int k, int size, @Nullable Border border, ClusterTable[] into) {
    int chiplets = problem.module().size();
    long[][] least = new long[size][chiplets + 1];
    for (long[] row : least) {
      Arrays.fill(row, NONE);
    }
    for (int n = 1; n <= chiplets; n++) {
      ClusterTable one = new ClusterTable(problem, costs, start + k, start + size - 1, border, least[k]);
      long[][] times = one.times(n);
      for (int l = k; l < size; l++) {
        long time = one.limited(start + l, n, Arrays.stream(times[l - k]).min().orElse(NONE));
        least[l][n] = Math.min(time, least[l][n - 1]);
      }
    }
    for (int l = k; l < size; l++) {
      into[l] = new ClusterTable(problem, costs, start + k, start + l, border, least[l]);
    }
  }

  private List<Partition> partitions() {
    return List.copyOf(problem.switches().partitions());
  }

  private ChipletType type() {
    return problem.module().types().get(0);
  }

  /** Expected cycles up to each layer on exactly n chiplets, by the layer's partition. */
  private long[][] times(int n) {
    List<Partition> partitions = partitions();
    long[][] times = new long[last - first + 1][partitions.size()];
    for (int p = 0; p < partitions.size(); p++) {
      times[0][p] = entry(n, partitions.get(p));
    }
    for (int l = first + 1; l <= last; l++) {
      for (int p = 0; p < partitions.size(); p++) {
        times[l - first][p] = NONE;
        for (int q = 0; q < partitions.size(); q++) {
          long time = costs.time(l, n, partitions.get(p), partitions.get(q), type());
          times[l - first][p] = Math.min(times[l - first][p], times[l - first - 1][q] + time);
        }
      }
    }
    return times;
  }

  /** The first layer: as the cost model says, or as long as its input is expected to take and its weights behind it. */
  private long entry(int n, Partition partition) {
    long time = costs.time(first, n, partition, null, type());
    Border over = border;
    if (over == null) {
      return time;
    }
    long gathered = costs.gathered(first, n, partition);
    long entering = costs.bytes(first, n, partition, null) - gathered;
    long arrival = over.arrival(first, n, partition.splitsPositions(), entering);
    long received = arrival + costs.transfer(gathered);
    boolean isSum = problem.switches().overlap() == PipelineSwitches.Overlap.SUM;
    return Math.max(time, isSum ? received + costs.compute(first, n, partition, type()) : received);
  }

  private long limited(int l, int n, long time) {
    long weights = problem.network().weightBytes(first, l);
    if (weights <= n * type().weightBufferBytes()) {
      return time;
    }
    return l == first ? Math.max(time, costs.streaming(first)) : NONE;
  }

  /** Fewest chiplets on which it stays within a stage; N + 1 if there are none. */
  int fewest(long stage) {
    int low = 1;
    int high = least.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (least[middle] <= stage) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The cluster on exactly n chiplets, at the cost model's time. */
  ChainPlan.Cluster cluster(int n) {
    List<Partition> all = partitions();
    long[][] times = times(n);
    List<Partition> path = new ArrayList<>();
    int p = least(times[last - first]);
    for (int l = last; l >= first; l--) {
      path.add(0, all.get(p));
      if (l > first) {
        int next = 0;
        for (int q = 1; q < all.size(); q++) {
          if (before(times, l, p, q, n) < before(times, l, p, next, n)) {
            next = q;
          }
        }
        p = next;
      }
    }
    long cycles = costs.time(first, n, path.get(0), null, type());
    for (int l = first + 1; l <= last; l++) {
      cycles += costs.time(l, n, path.get(l - first), path.get(l - first - 1), type());
    }
    boolean streamed = problem.network().weightBytes(first, last) > n * type().weightBufferBytes();
    return new ChainPlan.Cluster(first, last, n, path, limited(last, n, cycles), streamed);
  }

  private long before(long[][] times, int l, int p, int q, int n) {
    return times[l - first - 1][q] + costs.time(l, n, partitions().get(p), partitions().get(q), type());
  }

  private static int least(long[] values) {
    int at = 0;
    for (int i = 1; i < values.length; i++) {
      at = values[i] < values[at] ? i : at;
    }
    return at;
  }
}
