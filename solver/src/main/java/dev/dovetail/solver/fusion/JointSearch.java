package dev.dovetail.solver.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.LeanSchedule;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionFeasibility;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.dramschedule.ListSearch;
import dev.dovetail.solver.dramschedule.Streams;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Plans first, then the DRAM schedule of the best one.
 *
 * <p>Role: what every method of this kind begins with.
 */
final class JointSearch {
  /** What a method says that found nothing. */
  static final String NOTHING = "no plan of the portfolio fits the buffer";

  /** Share of the time before the dynamic programme for the least energy. */
  private static final double SHARE_BEFORE_PROGRAMME = 0.05;

  /** How many plans' lists are looked at. */
  private static final int ELITE = 4;

  /** Most lists that are decoded for the best plan: beyond that nothing comes of it. */
  private static final long MOST_DECODINGS = 400_000;

  private final FusionProblem problem;
  private final Limits limits;
  private final Listener<FusionMapping> listener;
  private final PlanExpansion expansion;
  private final long started = System.nanoTime();

  JointSearch(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.expansion = new PlanExpansion(problem);
  }

  /**
   * Searches.
   *
   * @param plans share of the time limit at which the search for plans ends
   * @param lists share of the time limit at which the search for the best plan's schedule ends
   * @return the best plan; empty if no plan was found that fits the buffer
   * @throws dev.dovetail.models.InfeasibleException if some layer fits the buffer in no plan
   */
  Optional<FusionPlan> run(double plans, double lists) {
    FusionFeasibility.check(problem);
    if (problem.objective() == Objective.ENERGY) {
      // A first plan, then the dynamic programme, which often ends the search with a proof.
      new PlanSearch(problem, limits, listener).run((long) (limits.time().toNanos() * SHARE_BEFORE_PROGRAMME),
          listener::shouldStop);
      new DynamicProgramme().solve(problem, limits, listener);
    }
    PlanSearch search = new PlanSearch(problem, limits, listener);
    Optional<PlanSearch.Found> found = search.run((long) (limits.time().toNanos() * plans), listener::shouldStop);
    if (found.isEmpty()) {
      return lean();
    }
    if (problem.objective() == Objective.ENERGY) {
      return found.map(f -> f.genes().plan());
    }
    List<FusionPlan> candidates =
        Stream.concat(Stream.of(found.get()), search.elite().stream()).map(f -> f.genes().plan()).distinct().limit(ELITE)
            .toList();
    FusionPlan best = candidates.get(0);
    long least = found.get().cost();
    // Half of the time to find out whose lists promise most, half for those.
    double each = (lists - plans) / 2 / candidates.size();
    for (int i = 0; i < candidates.size() && !isOver(); i++) {
      long cost = lists(candidates.get(i), each, plans + (i + 1) * each);
      if (cost < least) {
        least = cost;
        best = candidates.get(i);
      }
    }
    if (!isOver()) {
      lists(best, (lists - plans) / 2, lists);
    }
    return Optional.of(best);
  }

  /**
   * Layer by layer with every tensor on the chip as shortly as possible: fits where the decoder finds no schedule in a tight
   * buffer.
   */
  private Optional<FusionPlan> lean() {
    LayerGraph graph = new LayerGraph(problem.network());
    TiledGroups groups = new TiledGroups(problem, graph, new LayerCosts(problem.network(), problem.core()));
    FusionPlan plan = new Starts(problem, graph, groups, listener::shouldStop).layerByLayer().plan();
    Expansion.Expanded expanded = expansion.expand(plan).result();
    if (expanded == null || !Streams.of(expanded.schedule()).fits()) {
      return Optional.empty();
    }
    DramSchedule schedule = LeanSchedule.of(expanded.schedule());
    long latency = new DramScheduleEvaluator().evaluate(expanded.schedule(), schedule).objective();
    listener.incumbent(
        new FusionMapping(plan, schedule), problem.objective().of(latency, expanded.energyFemtojoules()), "layer by layer");
    return Optional.of(plan);
  }

  private boolean isOver() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }

  /** The least cost found for a plan. */
  private long lists(FusionPlan plan, double share, double end) {
    Expansion.Expanded expanded = expansion.expand(plan).orThrow();
    Streams streams = Streams.of(expanded.schedule());
    long until = started + (long) (limits.time().toNanos() * end);
    BooleanSupplier stop = () -> isOver() || (!limits.reproducible() && System.nanoTime() > until);
    long units = streams.tiles() + streams.tensors();
    long decodings = (long) (limits.time().toNanos() / 1e9 * share * Effort.REPRODUCIBLE_RATE / (Effort.DECODING * units));
    ListSearch search = new ListSearch();
    long latency =
        search.search(
            streams, limits.seed(), Math.min(MOST_DECODINGS, Math.max(1, decodings)), 0,
            better -> {
              long cost = problem.objective().of(better, expanded.energyFemtojoules());
              if (cost < listener.bestObjective()) {
                listener.incumbent(new FusionMapping(plan, search.schedule()), cost, "list annealing");
              }
            },
            stop);
    return latency == Long.MAX_VALUE ? latency : problem.objective().of(latency, expanded.energyFemtojoules());
  }
}
