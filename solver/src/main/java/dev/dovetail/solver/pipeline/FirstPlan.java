package dev.dovetail.solver.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.SegmentTiming;
import dev.dovetail.solver.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One layer after another on all chiplets, each split the way that is faster.
 *
 * <p>Role: what a method has at once, whatever the size of its tables. It keeps every rule under every switch, unless the DRAM does not hold what
 * stands between two layers.
 */
final class FirstPlan {
  private FirstPlan() {}

  /** Offers the plan, if the judge accepts it. */
  static void offer(PipelineProblem problem, Listener<PipelinePlan> listener) {
    PipelinePlan plan = plan(problem);
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    if (evaluation.isExecutable()) {
      listener.incumbent(plan, evaluation.objective(), "layer by layer");
    }
  }

  private static PipelinePlan plan(PipelineProblem problem) {
    List<Integer> all = IntStream.range(0, problem.module().size()).boxed().toList();
    List<Segment> segments = new ArrayList<>();
    for (int l = 0; l < problem.network().size(); l++) {
      segments.add(fastest(problem, l, all));
    }
    List<SegmentTiming> timings = SegmentTiming.of(problem, new PipelinePlan(segments));
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      segments.set(s, new Segment(segment.clusters(), Math.max(segment.stageCycles(), timings.get(s).dramCycles())));
    }
    return new PipelinePlan(segments);
  }

  /** A layer alone, at the time that its cluster takes. */
  private static Segment fastest(PipelineProblem problem, int l, List<Integer> chiplets) {
    Optional<Segment> best = Optional.empty();
    for (Partition partition : problem.switches().partitions()) {
      Segment segment = new Segment(List.of(new Cluster(List.of(l), List.of(partition), chiplets)), 0);
      ClusterTiming timing = ClusterTiming.of(problem, segment, 0);
      if (timing.fits() && (best.isEmpty() || timing.cycles() < best.get().stageCycles())) {
        best = Optional.of(new Segment(segment.clusters(), timing.cycles()));
      }
    }
    return best.orElseThrow(); // input-shared, a layer runs anywhere: its weights are streamed if need be
  }
}
