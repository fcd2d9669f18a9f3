package dev.dovetail.solver.report.stream;

import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steady-state iteration of each group as a trace: one lane per core and link, slots one after another. */
final class SlotTrace {
  private SlotTrace() {}

  static void write(StreamProblem problem, List<GroupRun> runs, Path file) throws IOException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("problem", problem.name());
    about.put("network", problem.workload().name());
    about.put("costModel", StreamPresentation.COST_MODEL);
    long total = dev.dovetail.models.stream.StreamEvaluator.total(runs);
    try (TraceWriter trace = new TraceWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), about, total)) {
      for (int g = 0; g < runs.size(); g++) {
        group(trace, g, runs.get(g));
      }
    }
  }

  private static void group(TraceWriter trace, int g, GroupRun run) throws IOException {
    trace.process(g + 1, "group %d, one of %d iterations".formatted(g, run.iterations()));
    List<Long> starts = new ArrayList<>();
    long at = 0;
    for (long cycles : run.slotCycles()) {
      starts.add(at);
      at += cycles;
    }
    int lane = 0;
    for (String resource : run.busy().keySet()) {
      Lane row = new Lane(lane++, resource, resource, List.of());
      trace.thread(g + 1, row);
      for (int i = 0; i < run.nodes().size(); i++) {
        GroupRun.NodeRun r = run.nodes().get(i);
        boolean here = run.tiling().placement(i).cores().stream().anyMatch(c -> resource.equals("core" + c));
        if (here && r.active() > 0) {
          long start = starts.get(r.slot());
          trace.slice(run.graph().node(i).name(), "compute", g + 1, row, new Bar(start, start + r.active(), 0, 0),
              Map.of("slot", r.slot(), "cycles", r.cycles(), "iterations", r.present()));
        }
      }
      for (int t = 0; t < run.transfers().size(); t++) {
        GroupRun.TransferRun r = run.transfers().get(t);
        if (r.links().contains(resource) && r.active() > 0) {
          long start = starts.get(r.slot());
          trace.slice(run.graph().transfers().get(t).name(), "transfer", g + 1, row, new Bar(start, start + r.active(), 0, 0),
              Map.of("slot", r.slot(), "bits", r.bits(), "reuse", r.reuse()));
        }
      }
    }
  }
}
