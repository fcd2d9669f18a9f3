package dev.dovetail.solver.report.dramschedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.AsciiLanes;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How DRAM schedules are shown: a channel and a compute lane, transfers in a table. */
public final class DramSchedulePresentation implements Presentation<DramScheduleProblem, DramSchedule> {
  @Override
  public Measure measure(DramScheduleProblem problem) {
    return new Measure("latency", "cycles");
  }

  @Override
  public Map<String, String> labels(DramScheduleProblem problem) {
    return Map.of();
  }

  @Override
  public String ascii(DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation) {
    if (!evaluation.isExecutable()) {
      return "";
    }
    AsciiLanes lanes = new AsciiLanes(evaluation.objective());
    lanes(problem, schedule).forEach(lanes::lane);
    return lanes.render();
  }

  @Override
  public void writeHtml(
      DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation, JsonNode result, Path file) throws IOException {
    RunSummary run = new RunSummary(
        problem.name(), "Latency", v -> Numbers.grouped(v) + " cycles", evaluation, RunFacts.of(result));
    Page page = new Page(run);
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (evaluation.isExecutable()) {
      page.section("transfers", "Transfers in the order of the channel", html -> transfers(html, problem, schedule));
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    String subtitle = Numbers.count(problem.tiles().size(), "tile", "tiles") + " and "
        + Numbers.count(problem.tensors().size(), "DRAM tensor", "DRAM tensors");
    Files.writeString(file, page.render(subtitle, "{}", ""), StandardCharsets.UTF_8);
  }

  @Override
  public void writeTrace(
      DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation, JsonNode result, Path file) throws IOException {
    Map<String, String> about = Map.of("problem", problem.name());
    try (TraceWriter trace =
        new TraceWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), about, evaluation.objective())) {
      trace.process(1, problem.name());
      if (evaluation.isExecutable()) {
        List<Lane> lanes = lanes(problem, schedule);
        for (Lane lane : lanes) {
          trace.thread(1, lane);
          for (Bar bar : lane.bars()) {
            String name = lane.index() == 0 ? problem.tiles().get(bar.id()).name() : problem.tensors().get(bar.id()).name();
            trace.slice(name, lane.name(), 1, lane, bar, Map.of("index", bar.id()));
          }
        }
      }
    }
  }

  private static List<Lane> lanes(DramScheduleProblem problem, DramSchedule schedule) {
    DramTimeline timeline = new DramScheduleEvaluator().timeline(problem, schedule);
    return List.of(
        new Lane(0, "compute", "tiles", bars(timeline.tiles())),
        new Lane(1, "DRAM channel", "loads and stores", bars(timeline.transfers())));
  }

  private static List<Bar> bars(List<DramTimeline.Span> spans) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).end() > spans.get(i).start()) {
        bars.add(new Bar(spans.get(i).start(), spans.get(i).end(), 0, i));
      }
    }
    return bars;
  }

  private static void transfers(Html html, DramScheduleProblem problem, DramSchedule schedule) {
    DramTimeline timeline = new DramScheduleEvaluator().timeline(problem, schedule);
    Table table = new Table(html, "tensor", "kind", "#bytes", "#start", "#end", "tile");
    for (int x : schedule.order()) {
      DramTensor tensor = problem.tensors().get(x);
      table.row().cell(tensor.name()).cell(tensor instanceof DramTensor.Load ? "load" : "store")
          .cell(Numbers.grouped(tensor.bytes()))
          .cell(Numbers.grouped(timeline.transfers().get(x).start())).cell(Numbers.grouped(timeline.transfers().get(x).end()))
          .cell(problem.tiles().get(tensor.tile()).name()).endRow();
    }
    table.end();
  }
}
