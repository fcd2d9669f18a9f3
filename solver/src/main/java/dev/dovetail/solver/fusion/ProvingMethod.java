package dev.dovetail.solver.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Search first, then a complete method on the DRAM schedule of the best plan, which improves it or proves it optimal for that
 * plan.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco}. What is proved of one plan is a {@link Claim}, not a bound of the
 * problem.
 */
final class ProvingMethod implements Method<FusionProblem, FusionMapping> {
  private static final double SHARE_OF_PLANS = 0.6;

  private static final double SHARE_OF_SEARCH = 0.7;

  private final String description;
  private final Method<DramScheduleProblem, DramSchedule> prover;

  /** @param prover the method of kind dram-schedule that closes the last plan, after which this one is named */
  ProvingMethod(String description, Method<DramScheduleProblem, DramSchedule> prover) {
    this.description = description;
    this.prover = prover;
  }

  @Override
  public String name() {
    return prover.name();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<Method<FusionProblem, FusionMapping>> tradingOff(int points) {
    return Optional.of(new FrontMethod(name(), points));
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    long started = System.nanoTime();
    Optional<FusionPlan> plan = new JointSearch(problem, limits, listener).run(SHARE_OF_PLANS, SHARE_OF_SEARCH);
    if (plan.isEmpty()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, JointSearch.NOTHING);
    }
    if (problem.objective() == Objective.ENERGY || listener.shouldStop() || listener.bestObjective() <= listener.bestBound()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched");
    }
    long left = limits.time().toNanos() - (limits.reproducible() ? 0 : System.nanoTime() - started);
    return prove(problem, plan.get(), limits.withTime(Duration.ofNanos(Math.max(1_000_000, left))), listener);
  }

  private Outcome prove(FusionProblem problem, FusionPlan plan, Limits limits, Listener<FusionMapping> listener) {
    Expansion.Expanded expanded = new PlanExpansion(problem).expand(plan).orThrow();
    PlanListener ofPlan = new PlanListener(problem, plan, expanded.energyFemtojoules(), listener, name());
    ofPlan.knowBound(new DramScheduleBounds().best(expanded.schedule()).value());
    Outcome outcome = prover.solve(expanded.schedule(), limits, ofPlan);
    boolean isOptimal =
        ofPlan.bestObjective() < Long.MAX_VALUE
            && (outcome.proof() == Outcome.Proof.OPTIMAL || ofPlan.bestBound() >= ofPlan.bestObjective());
    ofPlan.tell(isOptimal ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE);
    return new Outcome(
        outcome.termination(), Outcome.Proof.NONE,
        (isOptimal ? "the schedule is optimal for its fusion plan; " : "searched; ") + outcome.detail());
  }
}
