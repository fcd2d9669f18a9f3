package dev.dovetail.solver.report.mapping;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationTraffic;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.MappingChain;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.allocation.Additions;
import dev.dovetail.solver.report.allocation.ChainSection;
import dev.dovetail.solver.report.allocation.HtmlReport;
import dev.dovetail.solver.report.allocation.ReportInput;
import dev.dovetail.solver.report.linkslots.LinkPicture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** What the report of a mapping shows beyond that of its schedule: groups, critical chain, links, samples. */
final class MappingReport {
  /** From so many links on their loads are drawn as a map. */
  private static final int LEAST_LINKS = 6;

  private final MappingProblem problem;
  private final NetworkMapping mapping;
  private final ReportInput input;

  MappingReport(MappingProblem problem, NetworkMapping mapping, Evaluation evaluation, RunFacts run) {
    this.problem = problem;
    this.mapping = mapping;
    this.input = new ReportInput(problem.allocation(), mapping.schedule(), evaluation, run);
  }

  /** Its schedule, as the input of an allocation's pictures. */
  ReportInput input() {
    return input;
  }

  Additions additions() {
    GroupView groups = new GroupView(problem, mapping);
    long latency = input.evaluation().cost().getOrDefault("latencyCycles", 0L);
    boolean stream = problem.objective() == MappingObjective.THROUGHPUT;
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put("Fusion groups", Numbers.grouped(mapping.groups().size()));
    if (stream || mapping.periodCycles() < latency) {
      cards.put(stream ? "Latency of one sample" : "Period",
          Numbers.grouped(stream ? latency : mapping.periodCycles()) + " cycles");
    }
    List<Additions.Part> parts = new ArrayList<>();
    parts.add(new Additions.Part("groups", "Fusion groups", "timeline",
        html -> GroupSection.write(html, groups, HtmlReport.LAYER_COLOURS)));
    parts.addAll(ChainSection.parts(input, () -> MappingChain.of(problem, mapping)));
    if (input.evaluation().isExecutable()) {
      if (stream || mapping.periodCycles() < latency) {
        parts.add(new Additions.Part("stream", "Samples of a stream", "progress",
            html -> PeriodSection.write(html, problem, mapping, latency)));
      }
      links().ifPresent(parts::add);
    }
    LongFunction<String> format =
        stream ? v -> Numbers.grouped(v) + " cycles" : ObjectiveWords.format(problem.objective().ofOneSample());
    return new Additions(stream ? "Period" : ObjectiveWords.name(problem.objective().ofOneSample()), format, cards,
        mapping.groups().stream().map(FusionGroup::name).toList(), groups.groupOf(), parts,
        Frame.resource(MappingReport.class, "mapping.css") + LinkPicture.styles());
  }

  private Optional<Additions.Part> links() {
    long links = problem.base().accelerator().channels().stream().filter(c -> c.kind() == Channel.Kind.LINK).count();
    if (links < LEAST_LINKS) {
      return Optional.empty();
    }
    return AllocationTraffic.of(problem.allocation(), mapping.schedule())
        .map(t -> new Additions.Part("links", "Load of the links",
            "energy", html -> LinkPicture.write(html, t.problem(), t.table())));
  }
}
