package dev.dovetail.models.linkslots.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTable.RouterRow;
import dev.dovetail.models.linkslots.SlotTable.SourceRow;
import dev.dovetail.models.linkslots.SlotTables;
import dev.dovetail.models.linkslots.Transmission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes slot tables, see {@link TableFile}. */
final class TableWriter {
  private final LinkSlotsProblem problem;
  private final PortNames ports;

  TableWriter(LinkSlotsProblem problem) {
    this.problem = problem;
    this.ports = new PortNames(problem.network());
  }

  /** The tree; without derived sections if there are violations. */
  ObjectNode write(SlotTable table) {
    // What stands in the file follows from routes and slots, never from tables that were read.
    SlotTable decided = new SlotTable(table.transmissions(), table.period(), null);
    Evaluation evaluation = new LinkSlotsEvaluator().evaluate(problem, decided);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", TableFile.FORMAT);
    root.put("problem", problem.name());
    root.put("localPorts", Words.word(problem.network().ports()));
    if (evaluation.isExecutable()) {
      ObjectNode cost = root.putObject("cost");
      evaluation.cost().forEach(cost::put);
    }
    if (problem.rules().goal() == Goal.PERIOD) {
      root.put("period", table.period());
    }
    long[] finishes = LinkSlotsEvaluator.finishes(problem, decided);
    ArrayNode transmissions = root.putArray("transmissions");
    for (Transmission t : table.transmissions()) {
      transmission(transmissions.addObject(), t, finishes);
    }
    if (evaluation.isExecutable()) {
      tables(root, table.transmissions());
    }
    return root;
  }

  private void transmission(ObjectNode n, Transmission t, long[] finishes) {
    n.put("message", t.message());
    if (t.message() >= 0 && t.message() < finishes.length) {
      n.put("name", problem.messages().get(t.message()).name());
      if (finishes[t.message()] >= 0) {
        n.put("finish", finishes[t.message()]);
      }
    }
    n.put("start", t.start());
    StringBuilder edges = new StringBuilder();
    for (int e : t.edges()) {
      boolean exists = e >= 0 && e < problem.network().links().edges().size();
      edges.append(edges.isEmpty() ? "" : " ").append(exists ? problem.network().links().edges().get(e).name() : "?" + e);
    }
    n.put("edges", edges.toString());
    if (!t.waits().isEmpty()) {
      ArrayNode waits = n.putArray("waits");
      t.waits().forEach(waits::add);
    }
  }

  private void tables(ObjectNode root, List<Transmission> transmissions) {
    SlotTable.Tables tables = SlotTables.of(problem, transmissions);
    SourceHeaders headers = new SourceHeaders(problem, ports, transmissions);
    ArrayNode sources = root.putArray("sources");
    ArrayNode rows = sources;
    int tile = -1;
    for (SourceRow r : tables.sources()) {
      if (r.tile() != tile) {
        tile = r.tile();
        rows = sources.addObject().put("tile", problem.network().tiles().get(tile).name()).putArray("rows");
      }
      String header = headers.of(r);
      rows.add("%d-%d %d".formatted(r.start(), r.end(), r.message()) + (header.isEmpty() ? "" : " " + header));
    }
    Map<Integer, Long> entries = new TreeMap<>();
    ArrayNode routers = root.putArray("routers");
    int node = -1;
    int input = Integer.MIN_VALUE;
    for (RouterRow r : tables.routers()) {
      if (r.node() != node || r.input() != input) {
        node = r.node();
        input = r.input();
        rows =
            routers.addObject().put("router", problem.network().links().nodes().get(node).name()).put("input", ports.input(input))
                .putArray("rows");
      }
      rows.add(row(r));
      entries.merge(node, 1L, Long::sum);
    }
    ObjectNode summary = root.putObject("entries");
    summary.put("max", entries.values().stream().mapToLong(Long::longValue).max().orElse(0));
    summary.put("total", entries.values().stream().mapToLong(Long::longValue).sum());
    ObjectNode byRouter = summary.putObject("byRouter");
    entries.forEach((n, count) -> byRouter.put(problem.network().links().nodes().get(n).name(), count));
  }

  private String row(RouterRow r) {
    StringBuilder row = new StringBuilder(24).append(r.start()).append('-').append(r.end()).append(' ').append(r.message());
    char separator = ' ';
    for (int o : ports.written(r.outputs())) {
      row.append(separator).append(ports.output(r.outputs().get(o)));
      separator = ',';
      if (r.delay(o) > 0) {
        row.append('+').append(r.delay(o));
      }
    }
    return row.toString();
  }
}
