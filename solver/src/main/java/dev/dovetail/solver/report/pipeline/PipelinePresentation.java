package dev.dovetail.solver.report.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How merged pipelines on multi-chip modules are shown. */
public final class PipelinePresentation implements Presentation<PipelineProblem, PipelinePlan> {
  @Override
  public Measure measure(PipelineProblem problem) {
    return PlanWords.measure(problem.objective());
  }

  @Override
  public Map<String, String> labels(PipelineProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", problem.network().name());
    labels.put("objectiveName", measure(problem).name());
    labels.put("chiplets", Numbers.grouped(problem.module().size()));
    labels.put("samples", Numbers.grouped(problem.samples()));
    labels.put("costModel", PlanWords.COST_MODEL);
    List<String> switches = PlanWords.switches(problem.switches());
    if (!switches.isEmpty()) {
      labels.put("switches", String.join(", ", switches));
    }
    return labels;
  }

  @Override
  public String ascii(PipelineProblem problem, PipelinePlan plan, Evaluation evaluation) {
    return evaluation.isExecutable() ? PlanAscii.render(new PlanView(problem, plan)) : "";
  }

  @Override
  public void writeHtml(PipelineProblem problem, PipelinePlan plan, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Files.writeString(file, PipelineReport.render(problem, plan, evaluation, RunFacts.of(result)), StandardCharsets.UTF_8);
  }

  @Override
  public void writeTrace(PipelineProblem problem, PipelinePlan plan, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    PlanTrace.write(problem, plan, evaluation, file);
  }
}
