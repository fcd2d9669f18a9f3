package dev.dovetail.solver.fusion;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionFeasibility;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.dramschedule.Streams;

/**
 * {@code exhaustive}: all orders, cuts and tile counts of a tiny network, each with an optimal DRAM schedule.
 *
 * <p>Role: the oracle.
 */
final class ExhaustiveMethod implements Method<FusionProblem, FusionMapping> {
  private static final long MOST_PLANS = 300_000;

  private final Method<DramScheduleProblem, DramSchedule> scheduler;

  /** @param scheduler a complete method for the schedules of single plans */
  ExhaustiveMethod(Method<DramScheduleProblem, DramSchedule> scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "complete enumeration of plans with optimal schedules: the oracle for tiny networks";
  }

  /**
   * Enumerates.
   *
   * @throws BadInputException if there is too much to enumerate
   */
  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    FusionFeasibility.check(problem);
    LayerGraph graph = new LayerGraph(problem.network());
    EveryPlan every = new EveryPlan(problem, graph);
    long plans = endless(problem) ? Long.MAX_VALUE : every.count(MOST_PLANS);
    if (plans > MOST_PLANS || problem.rules().reloadWeights()) {
      throw new BadInputException(
          "The problem (%s) has too many plans to enumerate: more than %,d, or weights that may be loaded again."
              .formatted(problem.name(), MOST_PLANS),
          "use --solver cp-sat, or a smaller network.");
    }
    Run run = new Run(problem, graph, limits, listener);
    if (!every.each(run::plan)) {
      return new Outcome(
          run.inconclusive ? Outcome.Termination.FAILED : Outcome.Termination.LIMIT, Outcome.Proof.NONE,
          "stopped after %,d plans".formatted(run.count));
    }
    String detail = "enumerated %,d plans, %,d of them with a search for the best schedule".formatted(run.count, run.exact);
    if (run.best == Long.MAX_VALUE) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, detail + ": none fits the buffer");
    }
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.EXHAUSTED, detail);
  }

  /** Whether tile counts have no end, since neither rows nor columns are cut. */
  private static boolean endless(FusionProblem problem) {
    return exchanges(problem, 1) && exchanges(problem, 2);
  }

  private static boolean exchanges(FusionProblem problem, int axis) {
    return problem.network().layers().stream().anyMatch(l -> l.kind() == LayerKind.TRANSPOSE && l.axes().get(0) == axis);
  }

  private final class Run {
    private final FusionProblem problem;
    private final Limits limits;
    private final Listener<FusionMapping> listener;
    private final PlanCost cost;
    private final PlanExpansion expansion;
    private long best = Long.MAX_VALUE;
    private long count;
    private long exact;
    private boolean inconclusive;

    Run(FusionProblem problem, LayerGraph graph, Limits limits, Listener<FusionMapping> listener) {
      this.problem = problem;
      this.limits = limits;
      this.listener = listener;
      LayerCosts costs = new LayerCosts(problem.network(), problem.core());
      this.cost = new PlanCost(problem, graph, costs, Effort.of(limits, Long.MAX_VALUE, listener::shouldStop));
      this.expansion = new PlanExpansion(problem, costs);
    }

    /** Looks at a plan; whether to go on. */
    boolean plan(Genes genes) {
      count++;
      long found = cost.best(genes, best - 1);
      if (found < best) {
        best = found;
        listener.incumbent(cost.mapping(genes), found, name());
      }
      if (problem.objective() != Objective.ENERGY || found == PlanCost.TOO_MUCH) {
        exact(genes);
      }
      return !inconclusive && !listener.shouldStop();
    }

    /** The optimal schedule of a plan that may be better than the best one. */
    private void exact(Genes genes) {
      if (!cost.admits(genes)) {
        return;
      }
      Expansion.Expanded expanded = expansion.expand(genes.plan()).result();
      if (expanded == null || costOf(Math.max(expanded.computeCycles(), expanded.dramCycles()), expanded) >= best
          || !Streams.of(expanded.schedule()).fits()) {
        return;
      }
      long bound = problem.objective() == Objective.ENERGY ? 0 : new DramScheduleBounds().best(expanded.schedule()).value();
      if (costOf(bound, expanded) >= best) {
        return;
      }
      exact++;
      PlanListener heard = new PlanListener(problem, genes.plan(), expanded.energyFemtojoules(), listener, name());
      heard.knowBound(bound);
      Outcome outcome = scheduler.solve(expanded.schedule(), limits, heard);
      best = Math.min(best, heard.bestCost());
      inconclusive |= outcome.proof() == Outcome.Proof.NONE && heard.bestBound() < heard.bestObjective();
    }

    private long costOf(long latency, Expansion.Expanded expanded) {
      return problem.objective().of(latency, expanded.energyFemtojoules());
    }
  }
}
