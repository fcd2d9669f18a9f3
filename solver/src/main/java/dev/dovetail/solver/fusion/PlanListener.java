package dev.dovetail.solver.fusion;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;

/**
 * Hears of the schedules of one plan and translates them to mappings, and bounds on them to claims about that plan.
 *
 * <p>Role: lets methods of kind dram-schedule work for kind fusion.
 */
final class PlanListener implements Listener<DramSchedule> {
  private final FusionProblem problem;
  private final FusionPlan plan;
  private final long femtojoules;
  private final Listener<FusionMapping> outer;
  private final String source;
  private final String space;
  private long best = Long.MAX_VALUE;
  private long bound = Long.MIN_VALUE;

  /**
   * @param femtojoules energy of the plan
   * @param outer hears of better mappings, and of claims
   * @param source what schedules the plan, for the progress table
   */
  PlanListener(FusionProblem problem, FusionPlan plan, long femtojoules, Listener<FusionMapping> outer, String source) {
    this.problem = problem;
    this.plan = plan;
    this.femtojoules = femtojoules;
    this.outer = outer;
    this.source = source;
    this.space = "with the fusion plan %08x".formatted(plan.hashCode());
  }

  private long cost(long latency) {
    return latency == Long.MAX_VALUE || latency == Long.MIN_VALUE ? latency : problem.objective().of(latency, femtojoules);
  }

  @Override
  public synchronized void incumbent(DramSchedule schedule, long latency, String what) {
    if (latency >= best) {
      return;
    }
    best = latency;
    if (cost(latency) < outer.bestObjective()) {
      outer.incumbent(new FusionMapping(plan, schedule), cost(latency), what.equals(source) ? source + " on the plan" : what);
    }
  }

  @Override
  public synchronized void bound(LowerBound lower) {
    bound = Math.max(bound, lower.value());
  }

  /** No schedule of the plan has a smaller latency. */
  synchronized void knowBound(long latency) {
    bound = Math.max(bound, latency);
  }

  /** Says what is known of the plan; {@code proof} is how its best schedule was proved optimal. */
  synchronized void tell(Outcome.Proof proof) {
    if (proof != Outcome.Proof.NONE) {
      bound = best;
    }
    outer.claim(new Claim(space, cost(bound), cost(best), proof));
  }

  @Override
  public synchronized long bestObjective() {
    return best;
  }

  /** The least cost of a mapping with the plan; {@link Long#MAX_VALUE} if none is known. */
  synchronized long bestCost() {
    return cost(best);
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
