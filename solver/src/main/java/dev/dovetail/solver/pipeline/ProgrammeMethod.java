package dev.dovetail.solver.pipeline;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.LabelProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.clusters.ClusterSearch;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * {@code dp}: the chain programme over merged pipelines. The optimum where nothing couples clusters but their number and their sum of chiplets;
 * elsewhere a bound, and its plan if the judge accepts that.
 */
final class ProgrammeMethod implements Method<PipelineProblem, PipelinePlan> {
  /** Steps of the label programme: minutes. */
  private static final long MOST_LABELS = 20_000_000_000L;

  @Override
  public String name() {
    return "dp";
  }

  @Override
  public String description() {
    return "dynamic programme over segments, clusters and chiplets: the optimum of the chain, a bound where more than the chain counts";
  }

  @Override
  public Optional<Method<PipelineProblem, PipelinePlan>> tradingOff(int points) {
    return Optional.of(new TradeOffMethod(this, points));
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    FirstPlan.offer(problem, listener);
    Outcome outcome = chain(problem, limits, listener);
    boolean open = outcome.proof() == Outcome.Proof.NONE && !listener.shouldStop() && ClusterSearch.isFor(problem);
    return open
        ? ClusterSearch.solve(problem, limits, listener, new BackendRun(limits, listener, limits.memoryMebibytes()), null)
        : outcome;
  }

  /** The programmes alone: what they plan and prove, and nothing where they leave a gap. */
  static Outcome chain(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    try {
      return problem.objective() == PipelineObjective.ENERGY
          ? EnergySearch.run(problem, limits, listener)
          : solve(problem, new ChainAnswer(problem, limits, listener), listener);
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped before the programme was done");
    }
  }

  private static Outcome solve(PipelineProblem problem, ChainAnswer answer, Listener<PipelinePlan> listener) {
    for (Restriction first : new Restriction[] {Restriction.SEQUENTIAL, Restriction.SEGMENTED}) {
      ChainProgramme programme = answer.programme(first);
      if (programme.optimum() != ClusterTimes.INFINITE) {
        answer.offer(programme.plan(), first == Restriction.SEQUENTIAL ? "sequential" : "segmented");
      }
    }
    ChainProgramme merged = answer.programme(Restriction.MERGED);
    boolean bounds = answer.model() != ChainModel.NONE;
    if (merged.optimum() == ClusterTimes.INFINITE) {
      return new Outcome(Outcome.Termination.COMPLETE, bounds ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE,
          ChainAnswer.NO_PLAN);
    }
    answer.offer(merged.plan(), "chain programme");
    if (bounds) {
      listener.bound(new LowerBound("chain-programme", merged.optimum(), answer.model() == ChainModel.EXACT
          ? "cheapest of all chains of segments"
          : "cheapest of all chains of segments without what couples them"));
    }
    if (bounds && answer.best() > merged.optimum() && LabelProgramme.takes(problem)) {
      return labels(merged, answer, listener);
    }
    boolean optimal = bounds && answer.best() == merged.optimum();
    return new Outcome(Outcome.Termination.COMPLETE, optimal ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%,d iterations of the inner loop".formatted(merged.segments().steps()));
  }

  /** Closes the gap to the relaxed chain: afterwards no plan is cheaper than the best one. */
  private static Outcome labels(ChainProgramme relaxed, ChainAnswer answer, Listener<PipelinePlan> listener) {
    try {
      LabelProgramme.cheapest(relaxed, answer.best(), MOST_LABELS, listener::shouldStop)
          .ifPresent(plan -> answer.promise(plan, "label programme"));
    } catch (CancellationException e) {
      return new Outcome(listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "stopped before all labels were seen; what is proved leaves out what couples clusters");
    }
    if (answer.best() == Long.MAX_VALUE) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, ChainAnswer.NO_PLAN);
    }
    listener.bound(new LowerBound("label-programme", answer.best(), "every cheaper chain of segments was ruled out"));
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, "labels of all segments that could be cheaper");
  }
}
