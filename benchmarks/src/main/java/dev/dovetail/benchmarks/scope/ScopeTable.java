package dev.dovetail.benchmarks.scope;

import dev.dovetail.benchmarks.BenchTable;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.counting.Percentile;
import dev.dovetail.solver.Gap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table network x chiplets, for people and for programs. */
final class ScopeTable {
  private static final String NONE = "-";
  private static final List<String> COLUMNS =
      List.of("instance", "network", "chiplets", "samples", "objective", "sequential", "fullPipeline", "segmented", "heuristic",
          "exact", "gainOverSequential", "gainOverSegmented", "gainOverHeuristic", "bound", "boundSource", "gap",
          "mappingsAtMost",
          "mappingsAtMostUpper", "mappings", "feasibleMappings", "percentile", "percentileOfFeasible", "heuristicSeconds",
          "seconds", "countingSeconds");

  private final List<ScopeRow> rows;
  private final int threads;

  ScopeTable(List<ScopeRow> rows, int threads) {
    this.rows = List.copyOf(rows);
    this.threads = threads;
  }

  /** RFC 4180, with a header line. */
  String csv() {
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (ScopeRow row : rows) {
      csv.append(values(row).stream().map(v -> v == null ? "" : BenchTable.quoted(v.toString())).collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private static List<@Nullable Object> values(ScopeRow row) {
    PipelineProblem problem = row.problem();
    Percentile p = row.percentile();
    return Arrays.asList(problem.name(), problem.network().name(), problem.module().size(), problem.samples(),
        word(problem.objective()), row.sequential(), row.full(), row.segmented(), row.heuristic(), row.exact(),
        decimals(row.gain(row.sequential()), 6), decimals(row.gain(row.segmented()), 6), decimals(row.gain(row.heuristic()), 6),
        row.bound().value(), row.bound().name(), decimals(Gap.of(row.exact(), row.bound().value()), 6),
        p == null ? null : p.atMost(), p == null ? null : p.atMostUpper(), p == null ? null : p.all(),
        p == null ? null : p.feasible(), p == null ? null : p.share(), p == null ? null : p.shareOfFeasible(),
        decimals(row.heuristicSeconds(), 3), decimals(row.exactSeconds(), 3), decimals(row.countingSeconds(), 3));
  }

  /** For people: what the numbers are, and the table. */
  String markdown() {
    StringBuilder text = new StringBuilder("""
        - Cost model: reconstructed after Scope (arXiv 2602.14393), of which only the abstract was available. No number here is Scope's.
        - Sequential, full pipeline, segmented and exact are optima of the dynamic programme: each segment one cluster; one segment, each layer a cluster;
          each layer a cluster; no restriction. Heuristic is Scope's search as we reconstructed it. `-`: there is no such plan.
        - Every plan behind a cost was verified. Exact is the optimum, proved by the programme; bound and gap are of the best bound that knows nothing of it.
        - Gain: cost over exact. Percentile: share of all mappings (segments, clusters, chiplets of each, fastest partitions) that cost at most as
          much as the heuristic's, counted; read it beside the heuristic's gain, since a small share of so many is still vast.
        """);
    text.append("- Seconds: wall clock of search, programme (tables included) and count, %d %s.%n%n".formatted(threads,
        threads == 1 ? "thread" : "threads").replace("\r\n", "\n"));
    text.append("""
        | network | chiplets | samples | objective | sequential | full pipeline | segmented | heuristic | exact \
        | gain over sequential | over segmented | over heuristic | percentile of the heuristic | bound | gap | s: heuristic, exact, count |
        |---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
        """);
    rows.forEach(row -> text.append("| ").append(String.join(" | ", cells(row))).append(" |\n"));
    return text.toString();
  }

  private static List<String> cells(ScopeRow row) {
    PipelineProblem problem = row.problem();
    return List.of(problem.network().name().replace("|", "\\|"), Integer.toString(problem.module().size()),
        BenchTable.grouped(problem.samples()), word(problem.objective()), whole(row.sequential()), whole(row.full()),
        whole(row.segmented()), whole(row.heuristic()), whole(row.exact()), times(row.gain(row.sequential())),
        times(row.gain(row.segmented())), times(row.gain(row.heuristic())),
        row.percentile() == null ? NONE : Percentile.percent(Objects.requireNonNull(row.percentile()).share()),
        whole(row.bound().value()) + " (" + row.bound().name() + ")", Gap.percent(Gap.of(row.exact(), row.bound().value())),
        String.format(Locale.ROOT, "%.1f, %.1f, %.1f", row.heuristicSeconds(), row.exactSeconds(), row.countingSeconds()));
  }

  private static String word(PipelineObjective objective) {
    return objective.name().toLowerCase(Locale.ROOT);
  }

  private static String whole(@Nullable Long value) {
    return value == null ? NONE : BenchTable.grouped(value);
  }

  private static String times(@Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.3fx", value);
  }

  private static @Nullable String decimals(@Nullable Double value, int decimals) {
    return value == null ? null : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
