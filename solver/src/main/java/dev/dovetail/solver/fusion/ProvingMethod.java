package dev.dovetail.solver.fusion;

import dev.dovetail.models.LowerBound;
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
 * Search first, then a complete method on the DRAM schedule of the best plan, which improves it or proves it optimal for that plan.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco}. What is proved of one plan is a {@link Claim}, not a bound of the problem.
 */
final class ProvingMethod implements Method<FusionProblem, FusionMapping> {
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
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    long started = System.nanoTime();
    Optional<FusionPlan> plan = new JointSearch(problem, limits, listener).run(SHARE_OF_SEARCH, SHARE_OF_SEARCH);
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
    OfPlan ofPlan = new OfPlan(problem, plan, expanded.energyFemtojoules(), listener);
    for (LowerBound b : new DramScheduleBounds().of(expanded.schedule())) {
      ofPlan.bound(b);
    }
    Outcome outcome = prover.solve(expanded.schedule(), limits, ofPlan);
    boolean isOptimal = outcome.proof() != Outcome.Proof.NONE || ofPlan.bestBound() >= ofPlan.bestObjective();
    if (isOptimal && ofPlan.bestObjective() < Long.MAX_VALUE) {
      ofPlan.settle(outcome.proof() == Outcome.Proof.NONE ? Outcome.Proof.OPTIMAL : outcome.proof());
    }
    return new Outcome(
        outcome.termination(), Outcome.Proof.NONE,
        (isOptimal ? "the schedule is optimal for its fusion plan; " : "searched; ") + outcome.detail());
  }

  /** Hears of one plan's schedules and translates them to mappings, and its bounds to claims. */
  private static final class OfPlan implements Listener<DramSchedule> {
    private final FusionProblem problem;
    private final FusionPlan plan;
    private final long femtojoules;
    private final Listener<FusionMapping> outer;
    private final String space;
    private long best = Long.MAX_VALUE;
    private long bound = Long.MIN_VALUE;

    OfPlan(FusionProblem problem, FusionPlan plan, long femtojoules, Listener<FusionMapping> outer) {
      this.problem = problem;
      this.plan = plan;
      this.femtojoules = femtojoules;
      this.outer = outer;
      this.space = "with the fusion plan %08x".formatted(plan.hashCode());
    }

    private long cost(long latency) {
      return latency == Long.MAX_VALUE ? latency : problem.objective().of(latency, femtojoules);
    }

    private long boundOf(long latency) {
      return latency == Long.MIN_VALUE ? latency : problem.objective().of(latency, femtojoules);
    }

    @Override
    public synchronized void incumbent(DramSchedule schedule, long latency, String source) {
      if (latency >= best) {
        return;
      }
      best = latency;
      if (cost(latency) < outer.bestObjective()) {
        outer.incumbent(new FusionMapping(plan, schedule), cost(latency), source + " on the plan");
      }
      outer.claim(new Claim(space, boundOf(bound), cost(best), Outcome.Proof.NONE));
    }

    @Override
    public synchronized void bound(LowerBound lower) {
      if (lower.value() > bound) {
        bound = lower.value();
        outer.claim(new Claim(space, boundOf(bound), cost(best), Outcome.Proof.NONE));
      }
    }

    synchronized void settle(Outcome.Proof proof) {
      bound = best;
      outer.claim(new Claim(space, boundOf(bound), cost(best), proof));
    }

    @Override
    public synchronized long bestObjective() {
      return best;
    }

    @Override
    public synchronized long bestBound() {
      return bound;
    }

    @Override
    public boolean shouldStop() {
      return outer.shouldStop() || outer.bestObjective() <= outer.bestBound();
    }
  }
}
