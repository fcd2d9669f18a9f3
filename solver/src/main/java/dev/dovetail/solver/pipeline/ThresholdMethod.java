package dev.dovetail.solver.pipeline;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.ThresholdProgramme;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.concurrent.CancellationException;

/**
 * {@code thresholds}: the optimum of the chain by decisions, whether a segment keeps a stage time with so many clusters.
 *
 * <p>Role: a second complete method beside {@code dp}, with another search; its lower bound rises from the start, so that it says something whenever
 * it is stopped.
 */
final class ThresholdMethod implements Method<PipelineProblem, PipelinePlan> {
  @Override
  public String name() {
    return "thresholds";
  }

  @Override
  public String description() {
    return "shortest path over bounds of segments, raised by decisions on stage times: the optimum of the chain, a rising bound on the way";
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    if (ChainModel.of(problem) == ChainModel.NONE || !problem.switches().idle()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "thresholds need a chain, an objective over stage times, and chiplets that may be idle");
    }
    FirstPlan.offer(problem, listener);
    try {
      return solve(new ChainAnswer(problem, limits, listener), listener);
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE,
          "stopped before all stages of the cheapest chain were exact");
    }
  }

  private Outcome solve(ChainAnswer answer, Listener<PipelinePlan> listener) {
    if (answer.programme(Restriction.SEQUENTIAL).optimum() != ClusterTimes.INFINITE) {
      answer.offer(answer.programme(Restriction.SEQUENTIAL).plan(), "sequential");
    }
    ThresholdProgramme programme = answer.thresholds();
    long optimum = programme.optimum(
        bound -> listener.bound(new LowerBound(name(), bound, "cheapest path over what every segment costs at least")));
    if (optimum == ClusterTimes.INFINITE) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE,
          ChainAnswer.NO_PLAN);
    }
    answer.offer(programme.plan(), "thresholds");
    return new Outcome(Outcome.Termination.COMPLETE, answer.best() == optimum ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%,d iterations of the inner loop".formatted(programme.steps()));
  }
}
