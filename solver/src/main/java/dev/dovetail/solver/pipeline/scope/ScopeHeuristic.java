package dev.dovetail.solver.pipeline.scope;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.StageCosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scope's search, reconstructed: for each interval of layers a cluster merge table, region allocation and rebalancing row by row, then the
 * cheapest chain of intervals.
 *
 * <p>The merge table begins with one layer per cluster and merges, row after row, the neighbours with the least multiply-accumulates together. Of the
 * rows the cheapest one stays. Source: Scope (arXiv 2602.14393), of which only the abstract was available; no number of this is Scope's. It is
 * deterministic.
 */
public final class ScopeHeuristic {
  /** How the partitions of a cluster are chosen. */
  public enum Partitions {
    /** The exact minimum over all partitions. */
    EXACT,
    /** One transition from shared weights to shared inputs. */
    TRANSITION
  }

  private final PipelineProblem problem;
  private final ClusterTimes times;
  private final PartitionChoice choice;
  private final StageCosts stages;
  private final @Nullable Row[][] rows;
  private final long[] forward;
  private final int[] from;

  /** The cheapest row of an interval's table. */
  private record Row(List<Integer> firsts, List<Integer> chiplets, long bottleneck, long cost) {}

  /**
   * Searches.
   *
   * @param times of the problem; its objective is total, throughput or latency
   * @throws java.util.concurrent.CancellationException if {@code effort} says stop
   */
  public ScopeHeuristic(ClusterTimes times, Partitions partitions, Effort effort) {
    this.problem = times.problem();
    if (problem.objective() == PipelineObjective.ENERGY) {
      throw new IllegalArgumentException("The objective (ENERGY) is no function of stage times.");
    }
    this.times = times;
    this.choice = partitions == Partitions.EXACT ? PartitionChoice.exact(times) : new PartitionTransition(times, effort);
    this.stages = new StageCosts(times);
    int size = times.layers();
    this.rows = new Row[size][];
    effort.forEach(size, i -> rows[i] = intervals(i, effort));
    this.forward = new long[size + 1];
    this.from = new int[size + 1];
    Arrays.fill(forward, INFINITE);
    forward[0] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < i + rows[i].length; j++) {
        Row row = rows[i][j - i];
        long cost = row == null ? INFINITE : Exact.add(forward[i], row.cost());
        if (cost < forward[j + 1]) {
          forward[j + 1] = cost;
          from[j + 1] = i;
        }
      }
    }
  }

  private @Nullable Row[] intervals(int i, Effort effort) {
    int last = i;
    while (last + 1 < times.layers() && stages.exists(i, last + 1)) {
      last++;
    }
    @Nullable Row[] found = new Row[last - i + 1];
    for (int j = i; j <= last; j++) {
      effort.check();
      found[j - i] = stages.leavesRoom(j) ? table(i, j) : null;
    }
    return found;
  }

  private @Nullable Row table(int i, int j) {
    List<Integer> firsts = new ArrayList<>();
    List<Long> loads = new ArrayList<>();
    for (int l = i; l <= j; l++) {
      firsts.add(l);
      loads.add(problem.network().layer(l).macs());
    }
    Row best = null;
    while (true) {
      int clusters = firsts.size();
      if (clusters <= times.chiplets()) {
        RegionAllocation regions = new RegionAllocation(choice, firsts, j, loads, times.chiplets());
        long cost = stages.cost(i, j, clusters, regions.bottleneck());
        if (cost != INFINITE && (best == null || cost < best.cost())) {
          best = new Row(List.copyOf(firsts), regions.chiplets(), regions.bottleneck(), cost);
        }
      }
      if (clusters == 1) {
        return best;
      }
      merge(firsts, loads);
    }
  }

  /** Merges the neighbours whose loads are least together. */
  private static void merge(List<Integer> firsts, List<Long> loads) {
    int least = 0;
    for (int q = 1; q + 1 < loads.size(); q++) {
      if (loads.get(q) + loads.get(q + 1) < loads.get(least) + loads.get(least + 1)) {
        least = q;
      }
    }
    loads.set(least, loads.get(least) + loads.remove(least + 1));
    firsts.remove(least + 1);
  }

  /** Least cost that it finds, or {@link ClusterTimes#INFINITE}. */
  public long cost() {
    return forward[forward.length - 1];
  }

  /**
   * The plan that it finds.
   *
   * @throws IllegalStateException if it finds none
   */
  public ChainPlan plan() {
    if (cost() == INFINITE) {
      throw new IllegalStateException("The heuristic found no plan.");
    }
    List<ChainPlan.Segment> segments = new LinkedList<>();
    for (int end = times.layers(); end > 0; end = from[end]) {
      segments.add(0, segment(from[end], end - 1));
    }
    return new ChainPlan(segments, cost());
  }

  private ChainPlan.Segment segment(int i, int j) {
    Row row = rows[i][j - i];
    if (row == null) {
      throw new IllegalStateException("Layers %d to %d have no row.".formatted(i, j));
    }
    List<ChainPlan.Cluster> clusters = new ArrayList<>();
    for (int q = 0; q < row.firsts().size(); q++) {
      int last = q + 1 < row.firsts().size() ? row.firsts().get(q + 1) - 1 : j;
      clusters.add(choice.cluster(row.firsts().get(q), last, row.chiplets().get(q)));
    }
    return new ChainPlan.Segment(clusters, stages.stage(i, j, row.bottleneck()), stages.load(i, j), row.cost());
  }
}
