package dev.dovetail.solver.fusion;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.models.fusion.bounds.LeastEnergyPlan;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.dramschedule.ListSearch;
import dev.dovetail.solver.dramschedule.Streams;
import java.util.Optional;

/**
 * {@code dp}: the plan of least energy by a dynamic programme over the boundaries of sub-groups, for all orders of the layers where these can be followed and for
 * the order of the ids.
 *
 * <p>Role: under the objective energy it proves its plan optimal if the plan costs what the programme says and its tensors have a schedule; under other
 * objectives the plan is one among others.
 */
final class DynamicProgramme implements Method<FusionProblem, FusionMapping> {
  private static final int DECODINGS = 2_000;

  @Override
  public String name() {
    return "dp";
  }

  @Override
  public String description() {
    return "dynamic programme over sub-group boundaries: the plan of least energy, proved where the buffer admits its schedule";
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    LeastEnergyPlan free = LeastEnergyPlan.overAllOrders(problem);
    long bound = free.femtojoules();
    if (bound == Long.MAX_VALUE) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, "no plan fits the buffer");
    }
    if (problem.objective() == Objective.ENERGY) {
      listener.bound(new LowerBound("dp", bound, "cheapest path over sub-group boundaries"));
    }
    long least = offer(problem, limits, listener, free.plan(), "all orders");
    if (least > bound && !listener.shouldStop()) {
      least = Math.min(least, offer(problem, limits, listener, LeastEnergyPlan.inOrderOfIds(problem).plan(), "order of ids"));
    }
    boolean optimal = problem.objective() == Objective.ENERGY && least == bound;
    return new Outcome(listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        optimal ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        least == Long.MAX_VALUE
            ? "the plans of least energy have no schedule"
            : "least energy %d fJ, bound %d fJ".formatted(least, bound));
  }

  /** Schedules a plan and reports it; its energy, or the largest number if it has no schedule or the rules forbid it. */
  private static long offer(FusionProblem problem, Limits limits, Listener<FusionMapping> listener, Optional<FusionPlan> plan,
      String source) {
    if (plan.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Expansion.Expanded expanded = new PlanExpansion(problem).expand(plan.get()).result();
    if (expanded == null) {
      return Long.MAX_VALUE;
    }
    Streams streams = Streams.of(expanded.schedule());
    if (!streams.fits()) {
      return Long.MAX_VALUE;
    }
    ListSearch search = new ListSearch();
    long latency = search.search(streams, limits.seed(), DECODINGS, 0, l -> {}, listener::shouldStop);
    if (latency == Long.MAX_VALUE) {
      return latency;
    }
    FusionMapping mapping = new FusionMapping(plan.get(), search.schedule());
    Evaluation evaluation = new FusionEvaluator().evaluate(problem, mapping);
    if (!evaluation.isExecutable()) {
      return Long.MAX_VALUE; // the path knows the rules only as far as the bound does
    }
    listener.incumbent(mapping, evaluation.objective(), source);
    return expanded.energyFemtojoules();
  }
}
