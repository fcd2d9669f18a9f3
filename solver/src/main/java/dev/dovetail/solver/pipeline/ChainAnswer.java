package dev.dovetail.solver.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.ThresholdProgramme;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import java.util.Optional;

/**
 * Runs chain programmes for a problem and offers their plans.
 *
 * <p>Role: what {@code dp} and the baselines share. Where the chain model is no more than a part of the problem, a plan is offered only if the judge
 * accepts it, and at the judge's cost. Where the objective is energy, the chain of least total time is looked for.
 */
final class ChainAnswer {
  /** Why a chain may have no plan at all. */
  static final String NO_PLAN =
      "the chain has no plan: the buffers do not hold the weights, or the DRAM what a segment leaves behind";

  private final PipelineProblem problem;
  private final Listener<PipelinePlan> listener;
  private final Effort effort;
  private final ClusterTimes times;
  private final PlacedChain placement;
  private long best = Long.MAX_VALUE;

  /**
   * @throws java.util.concurrent.CancellationException if the listener says stop while the tables are computed
   */
  ChainAnswer(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    this.problem = problem;
    this.listener = listener;
    this.effort = Effort.of(limits.threads(), listener::shouldStop);
    this.placement = new PlacedChain(problem, limits.seed(), listener::shouldStop);
    boolean timeless = problem.objective() == PipelineObjective.ENERGY;
    this.times = ClusterTimes.of(timeless ? problem.with(PipelineObjective.TOTAL) : problem, effort);
  }

  /** What the programme's optimum says about the problem. */
  ChainModel model() {
    return ChainModel.of(problem);
  }

  /** Solves a restriction of the chain. */
  ChainProgramme programme(Restriction restriction) {
    return ChainProgramme.of(times, restriction, effort);
  }

  /** The decision version, nothing asked yet. */
  ThresholdProgramme thresholds() {
    return new ThresholdProgramme(times, effort);
  }

  /** Offers a plan if it is better than those before it; what it costs, or the largest number if the judge refuses it. */
  long offer(ChainPlan chain, String source) {
    if (model() == ChainModel.EXACT) {
      return promise(chain, source);
    }
    Optional<PipelinePlan> placed = placement.place(chain);
    if (placed.isEmpty()) {
      return Long.MAX_VALUE;
    }
    PipelinePlan plan = placed.get();
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    if (!evaluation.isExecutable()) {
      return Long.MAX_VALUE;
    }
    tell(plan, evaluation.objective(), source);
    return evaluation.objective();
  }

  /** Offers a plan at the cost that its programme promises: whatever the judge says instead must come to light. */
  long promise(ChainPlan chain, String source) {
    tell(placement.place(chain).orElseThrow(), chain.cost(), source);
    return chain.cost();
  }

  private void tell(PipelinePlan plan, long cost, String source) {
    if (cost < best) {
      best = cost;
      listener.incumbent(plan, cost, source);
    }
  }

  /** Least cost of the plans that were offered; the largest number if there is none. */
  long best() {
    return best;
  }
}
