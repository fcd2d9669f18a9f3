package dev.dovetail.solver.report.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.mapping.ChangedMachines;
import dev.dovetail.models.mapping.MappingChain;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.ChainPresentation;
import dev.dovetail.solver.RelaxingPresentation;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.allocation.AllocationPresentation;
import dev.dovetail.solver.report.allocation.HtmlReport;
import dev.dovetail.solver.report.allocation.PerfettoTrace;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.LayerPresentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How mappings of whole networks are shown. */
public final class MappingPresentation
    implements LayerPresentation<MappingProblem, NetworkMapping>, ChainPresentation<MappingProblem, NetworkMapping>,
    RelaxingPresentation<MappingProblem, NetworkMapping> {
  private final AllocationPresentation schedules = new AllocationPresentation();

  @Override
  public Measure measure(MappingProblem problem) {
    return problem.objective() == MappingObjective.THROUGHPUT
        ? new Measure("period", "cycles")
        : ObjectiveWords.measure(problem.objective().ofOneSample());
  }

  @Override
  public Map<String, String> labels(MappingProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>(schedules.labels(problem.allocation()));
    labels.put("objectiveName", problem.objective().name().toLowerCase(Locale.ROOT));
    return labels;
  }

  @Override
  public String ascii(MappingProblem problem, NetworkMapping mapping, Evaluation evaluation) {
    return GroupAscii.line(mapping) + schedules.ascii(problem.allocation(), mapping.schedule(), evaluation);
  }

  @Override
  public void writeHtml(MappingProblem problem, NetworkMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    MappingReport report = new MappingReport(problem, mapping, evaluation, RunFacts.of(result));
    HtmlReport.write(report.input(), report.additions(), file);
  }

  @Override
  public void writeTrace(MappingProblem problem, NetworkMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    MappingReport report = new MappingReport(problem, mapping, evaluation, RunFacts.of(result));
    PerfettoTrace.write(report.input(), report.additions(), file);
  }

  @Override
  public LayerPicture layer(MappingProblem problem, NetworkMapping mapping, String layer, MaestroMode mode) {
    return schedules.layer(problem.allocation(), mapping.schedule(), layer, mode);
  }

  @Override
  public CriticalChain chain(MappingProblem problem, NetworkMapping mapping) {
    return MappingChain.of(problem, mapping);
  }

  @Override
  public List<Change<MappingProblem>> changes(MappingProblem problem) {
    return ChangedMachines.of(problem).stream().map(c -> new Change<>(c.change(), c.problem())).toList();
  }
}
