package dev.dovetail.solver.pipeline;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.clusters.ClusterSearch;
import java.util.concurrent.CancellationException;

/**
 * {@code dp}: the chain programme over merged pipelines. The optimum where nothing couples clusters but their number and their sum of chiplets;
 * elsewhere a bound, and its plan if the judge accepts that.
 */
final class ProgrammeMethod implements Method<PipelineProblem, PipelinePlan> {
  @Override
  public String name() {
    return "dp";
  }

  @Override
  public String description() {
    return "dynamic programme over segments, clusters and chiplets: the optimum of the chain, a bound where more than the chain counts";
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    try {
      Outcome outcome = solve(new ChainAnswer(problem, limits, listener), listener);
      boolean open = outcome.proof() == Outcome.Proof.NONE && !listener.shouldStop() && ClusterSearch.isFor(problem);
      return open
          ? ClusterSearch.solve(problem, limits, listener, new BackendRun(limits, listener, limits.memoryMebibytes()), null)
          : outcome;
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped before the programme was done");
    }
  }

  private Outcome solve(ChainAnswer answer, Listener<PipelinePlan> listener) {
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
          "the chain has no plan: what a segment leaves in DRAM finds no room there");
    }
    answer.offer(merged.plan(), "chain programme");
    if (bounds) {
      listener.bound(new LowerBound("chain-programme", merged.optimum(), answer.model() == ChainModel.EXACT
          ? "cheapest of all chains of segments"
          : "cheapest of all chains of segments without what couples them"));
    }
    boolean optimal = bounds && answer.best() == merged.optimum();
    return new Outcome(Outcome.Termination.COMPLETE, optimal ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%,d iterations of the inner loop".formatted(merged.segments().steps()));
  }
}
