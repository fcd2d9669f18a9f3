package dev.dovetail.solver.report.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupPricer.Levels;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How mappings in Stream's slot model are shown. */
public final class StreamPresentation implements Presentation<StreamProblem, StreamMapping> {
  /** Name of the cost model. */
  static final String COST_MODEL = "stream-compatible (slots of Stream 1.13.14)";

  @Override
  public Measure measure(StreamProblem problem) {
    return new Measure("latency", "cycles");
  }

  @Override
  public Map<String, String> labels(StreamProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", problem.workload().name());
    labels.put("accelerator", problem.hardware().name());
    labels.put("costModel", COST_MODEL);
    return labels;
  }

  /** All numbers of a mapping's groups; none if it breaks a rule. */
  static List<GroupRun> runs(StreamProblem problem, StreamMapping mapping) {
    Findings findings = new Findings();
    List<GroupRun> runs = StreamEvaluator.runs(problem, mapping, Levels.STREAM_TIES, findings);
    return findings.isEmpty() ? runs : List.of();
  }

  @Override
  public String ascii(StreamProblem problem, StreamMapping mapping, Evaluation evaluation) {
    return SlotText.render(runs(problem, mapping));
  }

  @Override
  public void writeHtml(StreamProblem problem, StreamMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Files.writeString(file, StreamReport.render(problem, runs(problem, mapping), evaluation, RunFacts.of(result)),
        StandardCharsets.UTF_8);
  }

  @Override
  public void writeTrace(StreamProblem problem, StreamMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    SlotTrace.write(problem, runs(problem, mapping), file);
  }
}
