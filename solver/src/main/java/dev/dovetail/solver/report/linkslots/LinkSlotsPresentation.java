package dev.dovetail.solver.report.linkslots;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.files.HardwareTables;
import dev.dovetail.solver.TablesPresentation;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How routes and slots of messages are shown. */
public final class LinkSlotsPresentation implements TablesPresentation<LinkSlotsProblem, SlotTable> {
  @Override
  public Measure measure(LinkSlotsProblem problem) {
    return GoalWords.measure(problem.rules().goal());
  }

  @Override
  public Map<String, String> labels(LinkSlotsProblem problem) {
    SlotRules rules = problem.rules();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", GoalWords.network(problem.network()));
    labels.put("objectiveName", measure(problem).name());
    labels.put("localPorts", GoalWords.ports(problem.network().ports()));
    labels.put("routes", GoalWords.routes(rules.routes()));
    if (has(problem, FlowKind.MULTICAST)) {
      labels.put("multicasts", GoalWords.trees(problem));
    }
    if (has(problem, FlowKind.REDUCE)) {
      labels.put("reduces", rules.reduceInNetwork() ? "added in the network" : "one message from each source");
    }
    labels.put("forwarding", rules.forwarding() == Forwarding.CUT_THROUGH ? "cut-through" : "store and forward");
    labels.put("waiting", rules.waiting() ? "in buffers" : "never on the way");
    return labels;
  }

  private static boolean has(LinkSlotsProblem problem, FlowKind kind) {
    return problem.flows().stream().anyMatch(f -> f.kind() == kind);
  }

  @Override
  public String ascii(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation) {
    return evaluation.isExecutable() && !table.transmissions().isEmpty() ? SlotsAscii.render(new SlotsView(problem, table)) : "";
  }

  @Override
  public void writeHtml(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Files.writeString(file, LinkSlotsReport.render(problem, table, evaluation, RunFacts.of(result)), StandardCharsets.UTF_8);
  }

  @Override
  public void writeTrace(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    SlotTrace.write(problem, table, evaluation, file);
  }

  @Override
  public void writeTables(LinkSlotsProblem problem, SlotTable table, Path file) throws IOException {
    HardwareTables.write(problem, table, file);
  }
}
