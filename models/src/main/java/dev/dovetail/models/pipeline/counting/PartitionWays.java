package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One way for each choice of partitions: distributions of the lengths of all paths through the trellis of the partitions of a cluster's layers.
 *
 * <p>Different lengths are kept up to a room; where there are more, all are rounded down, or all up, to a quantum.
 */
final class PartitionWays implements ClusterWays {
  /** Different times, over all clusters, that are kept. */
  private static final long ROOM = 3_000_000;

  private static final int LEAST_KEPT = 16;

  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final ChipletType type;
  private final List<Partition> partitions;
  private final Residues residues;
  private final ClusterTimes atMost;
  private final boolean up;
  private final int kept;
  private final AtomicBoolean exact = new AtomicBoolean(true);
  private final @Nullable Histogram[][] sums;

  private PartitionWays(PipelineProblem problem, Residues residues, Effort effort, boolean up) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    this.type = problem.module().types().get(0);
    this.partitions = List.copyOf(problem.switches().partitions());
    this.residues = residues;
    this.up = up;
    this.atMost = ClusterTimes.of(problem.with(problem.switches().withIdle(true)), effort);
    int size = problem.network().size();
    int chiplets = problem.module().size();
    this.kept = (int) Math.max(LEAST_KEPT, ROOM / clusters(problem));
    this.sums = new Histogram[size][];
    effort.forEach(size, k -> {
      sums[k] = new Histogram[(size - k) * chiplets];
      for (int n = 1; n <= chiplets; n++) {
        fill(k, n);
      }
    });
  }

  /** Distributions, exact or a bracket. */
  static Bracket bracket(PipelineProblem problem, Residues residues, Effort effort) {
    PartitionWays down = new PartitionWays(problem, residues, effort, false);
    return down.exact.get() ? Bracket.exact(down) : new Bracket(down, new PartitionWays(problem, residues, effort, true));
  }

  /** Combinations of first layer, last layer and number of chiplets. */
  static long clusters(PipelineProblem problem) {
    long size = problem.network().size();
    return size * (size + 1) / 2 * problem.module().size();
  }

  private void fill(int k, int n) {
    List<Histogram> paths = new ArrayList<>();
    for (Partition p : partitions) {
      Histogram one = new Histogram(residues);
      long[] count = new long[residues.count()];
      Arrays.fill(count, 1);
      one.add(costs.time(k, n, p, null, type), count);
      paths.add(one);
    }
    keep(k, k, n, paths, fits(k, k, n) ? 0 : costs.streaming(k));
    for (int j = k + 1; j < problem.network().size() && fits(k, j, n); j++) {
      List<Histogram> next = new ArrayList<>();
      for (Partition p : partitions) {
        Histogram sum = new Histogram(residues);
        for (int q = 0; q < partitions.size(); q++) {
          append(sum, paths.get(q), costs.time(j, n, p, partitions.get(q), type), 0);
        }
        next.add(small(sum));
      }
      paths = next;
      keep(k, j, n, paths, 0);
    }
  }

  private boolean fits(int k, int j, int n) {
    return atMost.weightBytes(k, j) <= n * type.weightBufferBytes();
  }

  private void append(Histogram sum, Histogram from, long more, long least) {
    for (int at = 0; at < from.size(); at++) {
      int index = sum.add(Math.max(from.value(at) + more, least));
      for (int r = 0; r < residues.count(); r++) {
        sum.set(index, r, from.count(at, r));
      }
    }
  }

  private Histogram small(Histogram sum) {
    Histogram merged = sum.merged();
    if (merged.size() > kept) {
      exact.set(false);
    }
    return merged.atMost(kept, up);
  }

  private void keep(int k, int j, int n, List<Histogram> paths, long least) {
    Histogram all = new Histogram(residues);
    paths.forEach(p -> append(all, p, 0, least));
    Histogram cumulative = small(all);
    for (int r = 0; r < residues.count(); r++) {
      for (int at = 1; at < cumulative.size(); at++) {
        cumulative.set(at, r, Residues.plus(cumulative.count(at - 1, r), cumulative.count(at, r), residues.modulus(r)));
      }
    }
    sums[k][index(k, j, n)] = cumulative;
  }

  private int index(int k, int j, int n) {
    return (j - k) * problem.module().size() + n - 1;
  }

  @Override
  public int leastChiplets(int k, int j, long limit) {
    return atMost.leastChiplets(k, j, limit);
  }

  @Override
  public long ways(int k, int j, int n, long limit, int r) {
    Histogram cumulative = sums[k][index(k, j, n)];
    if (cumulative == null) {
      return 0;
    }
    int low = 0;
    int high = cumulative.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative.value(middle) <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : cumulative.count(low - 1, r);
  }

  @Override
  public void times(int k, int j, int n, long limit, LongConsumer consumer) {
    Histogram cumulative = sums[k][index(k, j, n)];
    for (int at = 0; cumulative != null && at < cumulative.size() && cumulative.value(at) <= limit; at++) {
      consumer.accept(cumulative.value(at));
    }
  }
}
