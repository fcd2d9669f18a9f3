package dev.dovetail.solver.report.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.mapping.ChangedMachines;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.solver.ChainPresentation;
import dev.dovetail.solver.RelaxingPresentation;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.LayerPresentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How allocations are shown. */
public final class AllocationPresentation
    implements LayerPresentation<AllocationProblem, Schedule>, ChainPresentation<AllocationProblem, Schedule>,
    RelaxingPresentation<AllocationProblem, Schedule> {
  @Override
  public Measure measure(AllocationProblem problem) {
    return ObjectiveWords.measure(problem.objective());
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
    HtmlReport.write(new ReportInput(problem, schedule, evaluation, RunFacts.of(result)), file);
  }

  @Override
  public void writeTrace(AllocationProblem problem, Schedule schedule, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    PerfettoTrace.write(new ReportInput(problem, schedule, evaluation, RunFacts.of(result)), file);
  }

  @Override
  public LayerPicture layer(AllocationProblem problem, Schedule schedule, String layer, MaestroMode mode) {
    return new TaskLayer(problem, schedule, mode).picture(layer);
  }

  @Override
  public CriticalChain chain(AllocationProblem problem, Schedule schedule) {
    return CriticalChain.of(problem, schedule);
  }

  @Override
  public List<Change<AllocationProblem>> changes(AllocationProblem problem) {
    MappingObjective objective = MappingObjective.valueOf(problem.objective().name());
    return ChangedMachines.of(new MappingProblem(problem, List.of(), objective, false)).stream()
        .map(c -> new Change<>(c.change(), c.problem().allocation()))
        .toList();
  }
}
