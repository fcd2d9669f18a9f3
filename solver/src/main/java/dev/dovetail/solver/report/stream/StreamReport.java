package dev.dovetail.solver.report.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.GroupRun.HeldRun;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The HTML report of a mapping in Stream's slot model: slots, cores, reuse levels and memories of each group. */
final class StreamReport {
  private static final long BITS_PER_BYTE = 8;

  private StreamReport() {}

  /** The whole file. */
  static String render(StreamProblem problem, List<GroupRun> runs, Evaluation evaluation, RunFacts facts) {
    String title = problem.workload().name() + " on " + problem.hardware().name();
    RunSummary run = new RunSummary(title, "Latency", v -> Numbers.grouped(v) + " cycles", evaluation, facts);
    Page page = new Page(run);
    if (!runs.isEmpty()) {
      page.card("Groups", Numbers.grouped(runs.size()));
      page.card("Iterations", runs.stream().map(r -> Numbers.grouped(r.iterations())).collect(Collectors.joining(" + ")));
      page.section("slots", "Slots", html -> slots(html, runs));
      page.section("iteration", "One iteration", html -> IterationSection.write(html, runs));
      page.section("cores", "Cores and splits", html -> cores(html, runs));
      page.section("levels", "Reuse levels", html -> levels(html, runs));
      page.section("memories", "Memories", html -> memories(html, problem, runs));
    }
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return page.render("Fusion groups of %s, one after another; cost model: %s".formatted(problem.workload().name(),
        StreamPresentation.COST_MODEL), "", "{}", "");
  }

  private static void slots(Html html, List<GroupRun> runs) {
    html.element("p",
        "Each group is one iteration of slots, repeated; a slot is as long as the longest in it, and successive iterations overlap by"
            + " the least idle time of any core or link.",
        "class", "muted");
    for (int g = 0; g < runs.size(); g++) {
      GroupRun run = runs.get(g);
      long longest = run.slotCycles().stream().mapToLong(Long::longValue).max().orElse(1);
      html.element("h3", "Group %d: %s iterations of %s cycles, %s overlapped, %s in all".formatted(g + 1,
          Numbers.grouped(run.iterations()), Numbers.grouped(run.sumCycles()), Numbers.grouped(run.overlapCycles()),
          Numbers.grouped(run.totalCycles())));
      Table table = new Table(html, "#slot", "#cycles", "", "content");
      for (int s = 1; s < run.slotCycles().size(); s++) {
        double share = (double) run.slotCycles().get(s) / Math.max(1, longest);
        table.row().cell(Integer.toString(s)).cell(Numbers.grouped(run.slotCycles().get(s)))
            .bar(0, share, "bar-plain", Numbers.grouped(run.slotCycles().get(s)) + " cycles")
            .words(String.join(", ", SlotText.content(run, s))).endRow();
      }
      table.end();
    }
  }

  private static void cores(Html html, List<GroupRun> runs) {
    Table table = new Table(html, "#group", "node", "cores", "splits", "#cycles per run", "#runs", "cost");
    for (int g = 0; g < runs.size(); g++) {
      GroupRun run = runs.get(g);
      for (int i = 0; i < run.nodes().size(); i++) {
        GroupRun.NodeRun r = run.nodes().get(i);
        String splits = run.tiling().placement(i).splits().stream().map(s -> "D" + s.dim() + " / " + s.parts())
            .collect(Collectors.joining(", "));
        table.row().cell(Integer.toString(g + 1)).cell(run.graph().node(i).name()).cell(list(run.tiling().placement(i).cores()))
            .cell(splits.isEmpty() ? "-" : splits).cell(Numbers.grouped(r.cycles())).cell(Numbers.grouped(r.present()))
            .cell(r.estimated() ? "estimate" : "mapped").endRow();
      }
    }
    table.end();
  }

  private static void levels(Html html, List<GroupRun> runs) {
    Table table = new Table(html, "#group", "tensor", "cores", "#level", "#reuse", "#tiles held", "#bytes per core and tile");
    for (int g = 0; g < runs.size(); g++) {
      GroupRun run = runs.get(g);
      for (int h = 0; h < run.held().size(); h++) {
        HeldRun r = run.held().get(h);
        table.row().cell(Integer.toString(g + 1)).cell(run.graph().held().get(h).name()).cell(list(r.cores()))
            .cell(Integer.toString(r.level())).cell(Numbers.grouped(r.table().reuse(r.level())))
            .cell(Numbers.grouped(r.table().tiles(r.level())))
            .cell(r.perCoreBits() == 0 ? "-" : Numbers.grouped(r.perCoreBits() / BITS_PER_BYTE)).endRow();
      }
    }
    table.end();
  }

  private static void memories(Html html, StreamProblem problem, List<GroupRun> runs) {
    Table table = new Table(html, "#group", "core", "type", "#bytes held", "#of", "");
    for (int g = 0; g < runs.size(); g++) {
      int group = g;
      runs.get(g).loads().forEach((core, load) -> {
        long capacity = problem.hardware().core(core).capacityBits();
        table.row().cell(Integer.toString(group + 1)).cell(Integer.toString(core)).cell(problem.hardware().core(core).type())
            .cell(Numbers.bytes(load / BITS_PER_BYTE)).cell(Numbers.bytes(capacity / BITS_PER_BYTE))
            .bar(0, Math.min(1, (double) load / Math.max(1, capacity)), "bar-plain", Numbers.percent(load, capacity)).endRow();
      });
    }
    table.end();
  }

  private static String list(List<Integer> cores) {
    return cores.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
