package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives the clusters of a {@link ChainPlan} their chiplets, one cluster after another.
 *
 * <p>Role: regions are consecutive chiplets, on a mesh consecutive ones of its snake order; so every allocation has a place.
 */
public final class ChainPlacement {
  private final PipelineProblem problem;
  private final LayerCosts costs;

  /** Places plans of {@code problem}. */
  public ChainPlacement(PipelineProblem problem) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
  }

  /**
   * The plan with regions, at the least stage times that these regions admit: the plan's own in an uncoupled model, longer ones where mixed
   * chiplet types, senders or a shared DRAM take their time. Whether weights fit and links carry the traffic is for the judge to say.
   */
  public PipelinePlan place(ChainPlan plan) {
    return new PipelinePlan(plan.segments().stream().map(this::place).toList());
  }

  private PipelinePlan.Segment place(ChainPlan.Segment segment) {
    List<List<Integer>> regions = new ArrayList<>();
    int position = 0;
    for (ChainPlan.Cluster cluster : segment.clusters()) {
      int from = position;
      position += cluster.chiplets();
      regions.add(IntStream.range(from, position).map(this::chiplet).sorted().boxed().toList());
    }
    return place(segment, regions);
  }

  /** A segment on regions of the clusters' sizes, by cluster, at the least stage time that these admit. */
  public PipelinePlan.Segment place(ChainPlan.Segment segment, List<List<Integer>> regions) {
    List<PipelinePlan.Cluster> clusters = new ArrayList<>();
    for (ChainPlan.Cluster cluster : segment.clusters()) {
      clusters.add(new PipelinePlan.Cluster(IntStream.rangeClosed(cluster.first(), cluster.last()).boxed().toList(),
          cluster.partitions(), regions.get(clusters.size())));
    }
    return new PipelinePlan.Segment(clusters, stage(segment, new PipelinePlan.Segment(clusters, 1)));
  }

  private int chiplet(int position) {
    ChipletMesh mesh = problem.module().mesh();
    return mesh == null ? position : mesh.snake(position);
  }

  private long stage(ChainPlan.Segment segment, PipelinePlan.Segment placed) {
    long stage = 0;
    long dram = costs.io(segment.first(), segment.last());
    for (int c = 0; c < placed.clusters().size(); c++) {
      ClusterTiming timing = ClusterTiming.of(problem, placed, c);
      stage = Math.max(stage, timing.cycles());
      if (problem.switches().dramShared()) {
        dram = Exact.add(dram, LayerCosts.ceil(timing.streamedBytes(), problem.module().dramBytesPerCycle()));
      }
    }
    return Math.max(stage, dram);
  }
}
