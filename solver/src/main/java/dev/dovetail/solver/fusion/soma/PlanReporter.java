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
  /** Between improvements of an annealing that are worth a mapping: this part of the cost. Most of them last for moments only. */
  private static final double NOTABLE = 0.5;

  /** Tensors from which on a mapping takes seconds to be verified and written. */
  private static final int MANY_TENSORS = 20_000;

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

  /** A plan that an annealing came by. */
  void passing(PlanAnnealing.Found found) {
    if (problem.objective().of(found.latencyCycles(), found.femtojoules()) < best * NOTABLE) {
      doubleBuffered(found.draft(), found.latencyCycles(), found.femtojoules());
    }
  }

  /** The plan that an annealing ended with; if it was stopped, one that takes long to verify is left out where there is another. */
  void last(PlanAnnealing.Found found) {
    if (!listener.shouldStop() || !hasReported() || found.tensors() < MANY_TENSORS) {
      doubleBuffered(found.draft(), found.latencyCycles(), found.femtojoules());
    }
  }

  /** A plan that fits the buffer with the double-buffer schedule. */
  void doubleBuffered(PlanDraft draft, long latencyCycles, long femtojoules) {
    if (problem.objective().of(latencyCycles, femtojoules) < best) {
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
