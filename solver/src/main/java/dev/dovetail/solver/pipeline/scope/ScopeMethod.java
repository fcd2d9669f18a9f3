package dev.dovetail.solver.pipeline.scope;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainPlacement;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.scope.ScopeHeuristic.Partitions;
import java.util.concurrent.CancellationException;

/**
 * {@code scope-heuristic}: {@link ScopeHeuristic}. Where more than the chain counts, its plan is offered only if the judge accepts it, at the
 * judge's cost; where energy is the objective it looks for the least total time.
 */
public final class ScopeMethod implements Method<PipelineProblem, PipelinePlan> {
  private final Partitions partitions;

  /** The method with the exact minimum over partitions. */
  public ScopeMethod() {
    this(Partitions.EXACT);
  }

  /**
   * @param partitions how those of a cluster are chosen
   */
  public ScopeMethod(Partitions partitions) {
    this.partitions = partitions;
  }

  @Override
  public String name() {
    return "scope-heuristic";
  }

  @Override
  public String description() {
    return "Scope's search, reconstructed: cluster merge table, regions by work, rebalancing, cheapest chain of segments";
  }

  /**
   * Searches.
   *
   * @throws BadInputException if branches may lie in different clusters, of which the search knows nothing
   */
  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    if (problem.switches().graph() == Graph.BRANCHES) {
      throw new BadInputException(
          "The method (scope-heuristic) cannot answer the problem (%s): its clusters are intervals of the chain."
              .formatted(problem.name()),
          "use another --solver, or remove 'graph: branches'.");
    }
    boolean timeless = problem.objective() == PipelineObjective.ENERGY;
    try {
      Effort effort = Effort.of(limits.threads(), listener::shouldStop);
      ClusterTimes times = ClusterTimes.of(timeless ? problem.with(PipelineObjective.TOTAL) : problem, effort);
      ScopeHeuristic heuristic = new ScopeHeuristic(times, partitions, effort);
      if (heuristic.cost() == ClusterTimes.INFINITE) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
            "reconstructed; no row of any merge table has a plan");
      }
      return offer(problem, heuristic.plan(), listener);
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped before the search was done");
    }
  }

  private Outcome offer(PipelineProblem problem, ChainPlan chain, Listener<PipelinePlan> listener) {
    PipelinePlan plan = new ChainPlacement(problem).place(chain);
    if (ChainModel.of(problem) == ChainModel.EXACT) {
      listener.incumbent(plan, chain.cost(), name());
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "reconstructed");
    }
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    if (!evaluation.isExecutable()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "reconstructed; its plan breaks the rule (%s) of this problem".formatted(evaluation.violations().get(0).rule()));
    }
    listener.incumbent(plan, evaluation.objective(), name());
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "reconstructed");
  }
}
