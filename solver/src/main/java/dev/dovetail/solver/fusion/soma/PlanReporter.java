package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Listener;

/** Expands plans to mappings and passes those on that are better, in the problem's objective, than all before. */
final class PlanReporter {
  private final FusionProblem problem;
  private final Listener<FusionMapping> listener;
  private final String source;
  private final PlanExpansion expansion;
  private long best = Long.MAX_VALUE;

  PlanReporter(FusionProblem problem, LayerCosts costs, Listener<FusionMapping> listener, String source) {
    this.problem = problem;
    this.listener = listener;
    this.source = source;
    expansion = new PlanExpansion(problem, costs);
  }

  /** The tiles and tensors of a plan whose layers can be cut. */
  Expansion.Expanded expand(PlanDraft draft) {
    return expansion.expand(draft.plan()).orThrow();
  }

  /** Whether a mapping was passed on. */
  boolean hasReported() {
    return best < Long.MAX_VALUE;
  }

  /** Whether a cost is below the best one by more than the given part of it. */
  boolean isBetter(long latencyCycles, long femtojoules, double part) {
    return problem.objective().of(latencyCycles, femtojoules) < best * (1 - part);
  }

  /** A plan that fits the buffer with the double-buffer schedule. */
  void doubleBuffered(PlanDraft draft, long latencyCycles, long femtojoules) {
    if (isBetter(latencyCycles, femtojoules, 0)) {
      scheduled(draft.plan(), DefaultSchedule.of(expand(draft).schedule()), latencyCycles, femtojoules);
    }
  }

  /** A plan with a schedule that is executable. */
  void scheduled(FusionPlan plan, DramSchedule schedule, long latencyCycles, long femtojoules) {
    long cost = problem.objective().of(latencyCycles, femtojoules);
    if (cost < best) {
      best = cost;
      listener.incumbent(new FusionMapping(plan, schedule), cost, source);
    }
  }
}
