package dev.dovetail.benchmarks.scope;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainPlacement;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.counting.MappingCounts;
import dev.dovetail.models.pipeline.counting.Percentile;
import dev.dovetail.models.pipeline.counting.Population;
import dev.dovetail.solver.pipeline.scope.ScopeHeuristic;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one problem costs with each way of clustering. Costs are those of the objective; every plan behind one was judged.
 *
 * @param sequential each segment one cluster; null if there is no such plan
 * @param full one segment, each layer a cluster; null if there is no such plan
 * @param segmented each layer a cluster; null if there is no such plan
 * @param heuristic of Scope's search, reconstructed; null if it finds none
 * @param exact the optimum over all of them
 * @param bound the best bound beside the programme that finds the optimum
 * @param percentile where the heuristic's cost lies among all mappings; null if that was not counted
 * @param heuristicSeconds of the search, tables included
 * @param exactSeconds of the programme of merged pipelines, tables included
 * @param countingSeconds of the count; 0 if that was not done
 */
record ScopeRow(
    PipelineProblem problem,
    @Nullable Long sequential,
    @Nullable Long full,
    @Nullable Long segmented,
    @Nullable Long heuristic,
    long exact,
    LowerBound bound,
    @Nullable Percentile percentile,
    double heuristicSeconds,
    double exactSeconds,
    double countingSeconds) {
  private static final String PROGRAMME = "chain-programme";

  /**
   * Computes a row.
   *
   * @param problem for which the chain model is exact
   * @param bounds of the kind
   * @param counts whether the percentile is counted
   * @throws IllegalStateException if the judge disagrees with a programme, or there is no plan at all
   */
  static ScopeRow of(PipelineProblem problem, LowerBounds<PipelineProblem> bounds, int threads, boolean counts) {
    Effort effort = Effort.of(threads);
    long start = System.nanoTime();
    ClusterTimes times = ClusterTimes.of(problem, effort);
    double tables = secondsSince(start);
    start = System.nanoTime();
    ChainProgramme merged = ChainProgramme.of(times, Restriction.MERGED, effort);
    double exactSeconds = tables + secondsSince(start);
    Long exact = judged(problem, merged);
    if (exact == null) {
      throw new IllegalStateException("The problem (%s) has no plan.".formatted(problem.name()));
    }
    start = System.nanoTime();
    ScopeHeuristic search = new ScopeHeuristic(times, ScopeHeuristic.Partitions.EXACT, effort);
    double heuristicSeconds = tables + secondsSince(start);
    Long heuristic = search.cost() == ClusterTimes.INFINITE ? null : judged(problem, search.plan());
    start = System.nanoTime();
    boolean isCounted = counts && heuristic != null && MappingCounts.supports(problem, Population.ALLOCATIONS);
    Percentile percentile =
        isCounted ? MappingCounts.of(problem, Population.ALLOCATIONS, effort).percentile(search.cost()) : null;
    double countingSeconds = isCounted ? secondsSince(start) : 0;
    return new ScopeRow(problem, judged(problem, ChainProgramme.of(times, Restriction.SEQUENTIAL, effort)),
        judged(problem, ChainProgramme.of(times, Restriction.FULL, effort)),
        judged(problem, ChainProgramme.of(times, Restriction.SEGMENTED, effort)), heuristic, exact, other(bounds.of(problem)),
        percentile,
        heuristicSeconds, exactSeconds, countingSeconds);
  }

  /** The best bound that is not the programme's own optimum. */
  private static LowerBound other(List<LowerBound> bounds) {
    return bounds.stream().filter(b -> !b.name().equals(PROGRAMME)).max(Comparator.comparingLong(LowerBound::value))
        .orElseThrow();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static @Nullable Long judged(PipelineProblem problem, ChainProgramme programme) {
    return programme.optimum() == ClusterTimes.INFINITE ? null : judged(problem, programme.plan());
  }

  private static Long judged(PipelineProblem problem, ChainPlan plan) {
    var evaluation = new PipelineEvaluator().evaluate(problem, new ChainPlacement(problem).place(plan));
    if (!evaluation.isExecutable() || evaluation.objective() != plan.cost()) {
      throw new IllegalStateException("The judge says %d with %d violations, the programme %d, of the problem (%s).".formatted(
          evaluation.objective(), evaluation.violations().size(), plan.cost(), problem.name()));
    }
    return evaluation.objective();
  }

  /** How many times as much another way costs as the optimum; null if it has no plan. */
  @Nullable
  Double gain(@Nullable Long other) {
    return other == null ? null : Double.valueOf((double) other / exact);
  }
}
