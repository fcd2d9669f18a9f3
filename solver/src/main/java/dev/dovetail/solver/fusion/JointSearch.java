package dev.dovetail.solver.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.dramschedule.ListSearch;
import dev.dovetail.solver.dramschedule.Streams;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Plans first, then the DRAM schedule of the best one.
 *
 * <p>Role: what every method of this kind begins with.
 */
final class JointSearch {
  /** What a method says that found nothing. */
  static final String NOTHING = "no plan of the portfolio fits the buffer";

  /** Most lists that are decoded for the best plan: beyond that nothing comes of it. */
  private static final long MOST_DECODINGS = 400_000;

  private final FusionProblem problem;
  private final Limits limits;
  private final Listener<FusionMapping> listener;
  private final long started = System.nanoTime();

  JointSearch(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Searches.
   *
   * @param plans share of the time limit at which the search for plans ends
   * @param lists share of the time limit at which the search for the best plan's schedule ends
   * @return the best plan; empty if no plan was found that fits the buffer
   */
  Optional<FusionPlan> run(double plans, double lists) {
    Optional<PlanSearch.Found> found =
        new PlanSearch(problem, limits, listener).run((long) (limits.time().toNanos() * plans), listener::shouldStop);
    found.filter(f -> lists > plans && problem.objective() != Objective.ENERGY).ifPresent(f -> lists(f, lists - plans, lists));
    return found.map(f -> f.genes().plan());
  }

  private void lists(PlanSearch.Found found, double share, double end) {
    FusionPlan plan = found.genes().plan();
    var expanded = new PlanExpansion(problem).expand(plan).orThrow();
    Streams streams = Streams.of(expanded.schedule());
    long until = started + (long) (limits.time().toNanos() * end);
    BooleanSupplier stop =
        () -> listener.shouldStop() || listener.bestObjective() <= listener.bestBound()
            || (!limits.reproducible() && System.nanoTime() > until);
    long units = streams.tiles() + streams.tensors();
    long decodings = (long) (limits.time().toNanos() / 1e9 * share * Effort.REPRODUCIBLE_RATE / (4 * units));
    ListSearch search = new ListSearch();
    search.search(
        streams, limits.seed(), Math.min(MOST_DECODINGS, Math.max(1, decodings)), 0,
        latency -> {
          long cost = problem.objective().of(latency, expanded.energyFemtojoules());
          if (cost < listener.bestObjective()) {
            listener.incumbent(new FusionMapping(plan, search.schedule()), cost, "list annealing");
          }
        },
        stop);
  }
}
