package dev.dovetail.solver.report.fusion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.dramschedule.DramSchedulePresentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How fusion plans are shown: as the two streams of their DRAM schedules. */
public final class FusionPresentation implements Presentation<FusionProblem, FusionMapping> {
  private final DramSchedulePresentation streams = new DramSchedulePresentation();

  @Override
  public Measure measure(FusionProblem problem) {
    return ObjectiveWords.measure(problem.objective());
  }

  @Override
  public Map<String, String> labels(FusionProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", problem.network().name());
    labels.put("objectiveName", problem.objective().name().toLowerCase(Locale.ROOT));
    return labels;
  }

  @Override
  public String ascii(FusionProblem problem, FusionMapping mapping, Evaluation evaluation) {
    Optional<DramScheduleProblem> instance = instance(problem, mapping);
    return instance.isEmpty() ? "" : streams.ascii(instance.get(), mapping.schedule(), ofSchedule(evaluation));
  }

  @Override
  public void writeHtml(FusionProblem problem, FusionMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Optional<DramScheduleProblem> instance = instance(problem, mapping);
    if (instance.isPresent()) {
      streams.writeHtml(instance.get(), mapping.schedule(), ofSchedule(evaluation), result, file);
    }
  }

  @Override
  public void writeTrace(FusionProblem problem, FusionMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Optional<DramScheduleProblem> instance = instance(problem, mapping);
    if (instance.isPresent()) {
      streams.writeTrace(instance.get(), mapping.schedule(), ofSchedule(evaluation), result, file);
    }
  }

  private static Optional<DramScheduleProblem> instance(FusionProblem problem, FusionMapping mapping) {
    return Optional.ofNullable(new PlanExpansion(problem).expand(mapping.plan()).result()).map(Expansion.Expanded::schedule);
  }

  /** The same evaluation with the latency as its objective, as the schedule's own kind has it. */
  private static Evaluation ofSchedule(Evaluation evaluation) {
    long latency = evaluation.cost().getOrDefault("latencyCycles", evaluation.objective());
    return new Evaluation(latency, evaluation.cost(), evaluation.violations());
  }
}
