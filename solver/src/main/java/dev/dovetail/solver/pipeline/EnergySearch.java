package dev.dovetail.solver.pipeline;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.EnergyProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;

/** Objective energy: the chain of least energy, and where its regions have no place also the fastest chains. */
final class EnergySearch {
  private EnergySearch() {}

  /**
   * Searches.
   *
   * @throws java.util.concurrent.CancellationException if the listener says stop before the programme is done
   */
  static Outcome run(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    if (!problem.module().energy().isComplete()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "an entry of the energy table is missing");
    }
    EnergyProgramme programme = EnergyProgramme.of(problem, Effort.of(limits.threads(), listener::shouldStop));
    ChainModel model = EnergyProgramme.model(problem);
    boolean bounds = model != ChainModel.NONE;
    if (programme.optimum() == ClusterTimes.INFINITE) {
      return new Outcome(Outcome.Termination.COMPLETE, bounds ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE,
          ChainAnswer.NO_PLAN);
    }
    ChainAnswer answer = new ChainAnswer(problem, limits, listener);
    if (model == ChainModel.EXACT) {
      answer.promise(programme.plan(), "energy programme");
    } else {
      answer.offer(programme.plan(), "energy programme");
    }
    for (Restriction other : new Restriction[] {Restriction.SEQUENTIAL, Restriction.MERGED}) {
      // Rectangles may not hold the regions, transfers may find no slots: one cluster on all chiplets mostly does.
      ChainProgramme chain = answer.best() == Long.MAX_VALUE ? answer.programme(other) : null;
      if (chain != null && chain.optimum() != ClusterTimes.INFINITE) {
        answer.offer(chain.plan(), "chain programme");
      }
    }
    if (bounds) {
      listener.bound(new LowerBound("energy-programme", programme.optimum(), model == ChainModel.EXACT
          ? "least energy of all chains of segments"
          : "least energy of all chains of segments without what couples them"));
    }
    return new Outcome(Outcome.Termination.COMPLETE,
        bounds && answer.best() == programme.optimum() ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%,d iterations of the inner loop".formatted(programme.steps()));
  }
}
