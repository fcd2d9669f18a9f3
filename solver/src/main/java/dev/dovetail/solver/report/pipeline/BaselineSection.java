package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.MethodFacts;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The plan against those that merge less: layers one by one, pipelines of single layers, what a heuristic finds, and what is proved. */
final class BaselineSection {
  private static final Map<String, String> ABOUT = new LinkedHashMap<>();

  static {
    ABOUT.put("sequential", "layers one after another, each on all chiplets");
    ABOUT.put("full-pipeline", "one segment, each layer a cluster");
    ABOUT.put("segmented", "any segments, each layer a cluster");
    ABOUT.put("scope-heuristic", "merged pipelines by a Scope-like heuristic (reconstructed)");
  }

  private BaselineSection() {}

  /** Whether there is anything to compare with. */
  static boolean isWorthwhile(Baselines baselines, RunSummary run) {
    return !baselines.costs().isEmpty() || run.run().methods().stream().anyMatch(m -> ABOUT.containsKey(m.method()));
  }

  static void write(Html html, PlanView plan, Baselines baselines, RunSummary run) {
    html.element("p",
        "Sequential, full and segmented pipelines are solved exactly within their restriction, in the same cost model: "
            + PlanWords.COST_MODEL
            + ". Each plan was verified by the evaluator. A gain says how many times this plan's cost another one has.",
        "class", "muted");
    Map<String, OptionalLong> costs = costs(baselines, run);
    Optional<LowerBound> bound = run.best();
    long longest = Math.max(run.objective(), costs.values().stream().mapToLong(c -> c.orElse(0)).max().orElse(0));
    Table table =
        new Table(html, "plan", "what it is", "#" + run.objectiveName().toLowerCase(java.util.Locale.ROOT), "", "#gain");
    costs.forEach((name, cost) -> {
      table.row().cell(name).words(ABOUT.getOrDefault(name, ""));
      if (cost.isPresent()) {
        bar(table, run, cost.getAsLong(), longest, "bar-plain");
        table.cell(gain(cost.getAsLong(), run.objective())).endRow();
      } else {
        table.cell("none fits").bar(0, 0, "bar-none", "no such plan is executable").cell("–").endRow();
      }
    });
    table.row("class", "chosen").cell("this plan")
        .words("merged pipelines" + run.fact("foundBy").map(m -> ", found by " + m).orElse(""));
    bar(table, run, run.objective(), longest, "bar-best");
    table.cell("1.00x").endRow();
    bound.ifPresent(b -> {
      table.row().cell("lower bound").words(b.name());
      bar(table, run, b.value(), longest, "dram");
      table.cell(gain(b.value(), run.objective())).endRow();
    });
    table.end();
    segments(html, plan, baselines, run);
  }

  /** Baselines in their order: those of the run, and those that it did not have. */
  private static Map<String, OptionalLong> costs(Baselines baselines, RunSummary run) {
    Map<String, OptionalLong> costs = new LinkedHashMap<>();
    for (String name : ABOUT.keySet()) {
      OptionalLong computed = baselines.costs().get(name);
      if (computed != null) {
        costs.put(name, computed);
      }
      for (MethodFacts m : run.run().methods()) {
        Long objective = m.objective();
        if (m.method().equals(name) && objective != null) {
          costs.put(name, OptionalLong.of(objective));
        }
      }
    }
    return costs;
  }

  private static void bar(Table table, RunSummary run, long cost, long longest, String style) {
    table.cell(run.format().apply(cost));
    table.bar(0, (double) cost / Math.max(1, longest), style, run.format().apply(cost));
  }

  /** How many times faster this plan is, rounded down. */
  private static String gain(long other, long mine) {
    return mine <= 0
        ? "–"
        : java.math.BigDecimal.valueOf(other).divide(java.math.BigDecimal.valueOf(mine), 2, java.math.RoundingMode.FLOOR)
            .toPlainString()
            + "x";
  }

  /** What merging gains in each segment: its layers as they run here, one by one, and as pipelines of single layers. */
  private static void segments(Html html, PlanView plan, Baselines baselines, RunSummary run) {
    if (!baselines.hasSegments()) {
      return;
    }
    html.element("h3", "Segment by segment");
    html.element("p", "The layers of each segment of this plan, cut into segments as the baseline likes best.", "class", "muted");
    Table table = new Table(html, "#segment", "layers", "#here", "#sequential", "#gain", "#segmented", "#gain");
    for (SegmentView s : plan.segments()) {
      int first = s.segment().first();
      int last = s.segment().last();
      long here = plan.cost(s);
      table.row().cell(Integer.toString(s.index() + 1)).shortCell(first == last ? Integer.toString(first) : first + "–" + last,
          PlanWords.names(plan.name(first), plan.name(last)));
      table.cell(run.format().apply(here));
      for (Restriction restriction : new Restriction[] {Restriction.SEQUENTIAL, Restriction.SEGMENTED}) {
        OptionalLong cost = baselines.cost(restriction, first, last);
        table.cell(cost.isPresent() ? Numbers.grouped(cost.getAsLong()) : "none fits");
        table.cell(cost.isPresent() ? gain(cost.getAsLong(), here) : "–");
      }
      table.endRow();
    }
    table.end();
  }
}
