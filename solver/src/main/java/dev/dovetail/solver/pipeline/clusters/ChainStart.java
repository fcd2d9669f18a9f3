package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** The clusters of the chain programme's plan: where the search of a large problem begins. */
final class ChainStart {
  private ChainStart() {}

  /** The clusters of each segment; none if the programme was stopped or has no plan. */
  static List<List<List<Integer>>> segments(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    PipelineSwitches s = problem.switches();
    PipelineProblem chain = problem.with(new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(),
        PipelineSwitches.Graph.CHAIN, s.shape(), s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(), s.contention()));
    try {
      ChainProgramme programme = ChainProgramme.of(chain, Restriction.MERGED, Effort.of(limits.threads(), listener::shouldStop));
      return programme.optimum() == ClusterTimes.INFINITE
          ? List.of()
          : programme.plan().segments().stream().map(ChainStart::clusters).toList();
    } catch (CancellationException e) {
      return List.of();
    }
  }

  private static List<List<Integer>> clusters(ChainPlan.Segment segment) {
    return segment.clusters().stream().map(c -> IntStream.rangeClosed(c.first(), c.last()).boxed().toList()).toList();
  }
}
