package dev.dovetail.solver.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Presentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How allocations are shown. */
public final class AllocationPresentation implements Presentation<AllocationProblem, Schedule> {
  @Override
  public Measure measure(AllocationProblem problem) {
    return switch (problem.objective()) {
      case LATENCY -> new Measure("latency", "cycles");
      case ENERGY -> new Measure("energy", "fJ");
      case EDP -> new Measure("energy-delay product", "nJ cycles");
    };
  }

  @Override
  public Map<String, String> labels(AllocationProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", problem.workload().name());
    labels.put("accelerator", problem.accelerator().name());
    labels.put("objectiveName", problem.objective().name().toLowerCase(Locale.ROOT));
    labels.put("costModel", problem.costs().name());
    return labels;
  }

  @Override
  public String ascii(AllocationProblem problem, Schedule schedule, Evaluation evaluation) {
    return AsciiGantt.render(problem, schedule);
  }

  @Override
  public void writeHtml(AllocationProblem problem, Schedule schedule, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    HtmlReport.write(ReportInput.of(problem, schedule, evaluation, result), file);
  }

  @Override
  public void writeTrace(AllocationProblem problem, Schedule schedule, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    PerfettoTrace.write(ReportInput.of(problem, schedule, evaluation, result), file);
  }
}
