package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import java.util.concurrent.CancellationException;

/**
 * A restriction of merged pipelines, solved exactly: what other work compares with.
 *
 * <p>Role: a baseline. What it proves holds for its own plans only, and is a {@link Claim} about them.
 */
final class BaselineMethod extends NamedMethod<PipelineProblem, PipelinePlan> {
  private final Restriction restriction;
  private final String space;

  /**
   * @param space its plans, in words that follow "mappings"
   */
  BaselineMethod(String name, String description, Restriction restriction, String space) {
    super(name, description);
    this.restriction = restriction;
    this.space = space;
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    try {
      return solve(new ChainAnswer(problem, limits, listener), listener);
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped before the programme was done");
    }
  }

  private Outcome solve(ChainAnswer answer, Listener<PipelinePlan> listener) {
    ChainProgramme programme = answer.programme(restriction);
    boolean bounds = answer.model() != ChainModel.NONE;
    if (programme.optimum() == ClusterTimes.INFINITE) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "there is no mapping %s: buffers, chiplets or room in DRAM do not suffice".formatted(space));
    }
    long cost = answer.offer(programme.plan(), name());
    if (bounds) {
      listener.claim(new Claim(space, programme.optimum(), cost,
          cost == programme.optimum() ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE));
    }
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
        cost == Long.MAX_VALUE ? "its plan breaks a rule of this problem" : "the best mapping " + space);
  }
}
