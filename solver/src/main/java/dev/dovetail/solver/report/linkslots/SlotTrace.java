package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a slot table as a trace, see {@link TraceWriter}: a thread per link, and one per local port in a process of their own. */
final class SlotTrace {
  private static final int LINKS = 1;
  private static final int PORTS = 2;

  private SlotTrace() {}

  static void write(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        TraceWriter trace =
            new TraceWriter(writer, Map.of("problem", problem.name()), evaluation.isExecutable() ? evaluation.objective() : 0)) {
      if (evaluation.isExecutable()) {
        write(new SlotsView(problem, table), trace);
      }
    }
  }

  private static void write(SlotsView view, TraceWriter trace) throws IOException {
    trace.process(LINKS, "links");
    trace.process(PORTS, "local ports");
    int index = 0;
    for (LinkUse link : view.links()) {
      int process = link.isPort() ? PORTS : LINKS;
      for (Lane lane : view.lanes(link, index)) {
        trace.thread(process, lane);
        for (Bar bar : lane.bars()) {
          slice(view, trace, process, lane, bar);
        }
        index++;
      }
    }
  }

  private static void slice(SlotsView view, TraceWriter trace, int process, Lane lane, Bar bar) throws IOException {
    Sent sent = view.sent().get(bar.id());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("message", sent.message().index());
    arguments.put(view.groups().words(), view.groups().label(bar.category()));
    arguments.put("from", sent.message().sources().stream().map(view::tile).toList().toString());
    arguments.put("to", sent.message().destinations().stream().map(view::tile).toList().toString());
    arguments.put("injection", sent.start());
    arguments.put("finish", sent.finish());
    trace.slice(sent.message().name(), view.groups().label(bar.category()), process, lane, bar, arguments);
  }
}
