package dev.dovetail.solver.report.dramschedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How DRAM schedules are shown. */
public final class DramSchedulePresentation implements Presentation<DramScheduleProblem, DramSchedule> {
  @Override
  public Measure measure(DramScheduleProblem problem) {
    return ObjectiveWords.measure(Objective.LATENCY);
  }

  @Override
  public Map<String, String> labels(DramScheduleProblem problem) {
    return Map.of();
  }

  @Override
  public String ascii(DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation) {
    return evaluation.isExecutable() ? StreamAscii.render(new StreamView(problem, schedule, List.of())) : "";
  }

  @Override
  public void writeHtml(
      DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation, JsonNode result, Path file) throws IOException {
    Files.writeString(file, render(problem, schedule, evaluation, RunFacts.of(result)), StandardCharsets.UTF_8);
  }

  static String render(DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation, RunFacts facts) {
    RunSummary run =
        new RunSummary(problem.name(), ObjectiveWords.name(Objective.LATENCY), ObjectiveWords.format(Objective.LATENCY),
            evaluation, facts);
    Page page = new Page(run);
    StreamView view = evaluation.isExecutable() ? new StreamView(problem, schedule, List.of()) : null;
    if (view != null) {
      StreamSections.pictures(page, view);
    }
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    if (view != null) {
      StreamSections.tables(page, view);
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return StreamSections.render(page,
        "DRAM schedule: " + Numbers.count(problem.tiles().size(), "tile", "tiles") + ", "
            + Numbers.count(problem.tensors().size(), "DRAM tensor", "DRAM tensors") + ", "
            + Numbers.grouped(problem.dramBytesPerCycle()) + " B/cycle, buffer of " + Numbers.bytes(problem.bufferBytes()));
  }

  @Override
  public void writeTrace(
      DramScheduleProblem problem, DramSchedule schedule, Evaluation evaluation, JsonNode result, Path file) throws IOException {
    Map<String, String> about = Map.of("problem", problem.name());
    if (evaluation.isExecutable()) {
      StreamTrace.write(new StreamView(problem, schedule, List.of()), about, evaluation.objective(), file);
    } else {
      new TraceWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), about, 0).close();
    }
  }
}
