package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code dovetail cost NETWORK}: what each layer costs on each type of core. */
final class NetworkCost {
  private final Console console;

  NetworkCost(Console console, NetworkCostOptions options, MaestroMode mode) {
    this.console = console;
  }

  int run(AllocationProblem problem, boolean json) {
    Map<String, Core> types = new LinkedHashMap<>();
    problem.accelerator().cores().forEach(c -> types.putIfAbsent(c.type(), c));
    if (json) {
      console.json(tree(problem, types));
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("layer", "operator", "MACs"));
    types.keySet().forEach(head::add);
    rows.add(head);
    boolean estimated = false;
    for (Layer layer : problem.workload().layers()) {
      List<String> row = new ArrayList<>(List.of(layer.name(), layer.operator().name(), Texts.grouped(layer.macs())));
      for (Core core : types.values()) {
        List<CostPoint> points = points(problem, layer, core);
        estimated |= points.stream().anyMatch(CostPoint::estimated);
        row.add(points.isEmpty() ? "-" : Texts.grouped(points.get(0).cycles()) + (points.get(0).estimated() ? "~" : ""));
      }
      rows.add(row);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int c = 2; c < head.size(); c++) {
      numbers.add(c);
    }
    console.out().println(
        "Cycles of each layer of %s on one core, cost model %s".formatted(problem.workload().name(), problem.costs().name()));
    console.out().print(Texts.table(rows, numbers));
    if (estimated) {
      console.out().println("~ estimated by a fallback of the cost model");
    }
    return 0;
  }

  private static List<CostPoint> points(AllocationProblem problem, Layer layer, Core core) {
    return problem.costs().points(problem.workload(), layer, layer.outputBox(), core);
  }

  private static ObjectNode tree(AllocationProblem problem, Map<String, Core> types) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("network", problem.workload().name());
    o.put("accelerator", problem.accelerator().name());
    o.put("costModel", problem.costs().name());
    ArrayNode layers = o.putArray("layers");
    for (Layer layer : problem.workload().layers()) {
      ObjectNode l = layers.addObject();
      l.put("layer", layer.name()).put("operator", layer.operator().name()).put("macs", layer.macs());
      ObjectNode byType = l.putObject("coreTypes");
      for (Map.Entry<String, Core> type : types.entrySet()) {
        ArrayNode points = byType.putArray(type.getKey());
        for (CostPoint p : points(problem, layer, type.getValue())) {
          ObjectNode point = points.addObject();
          point.put("cycles", p.cycles()).put("energyFemtojoules", p.energyFemtojoules());
          point.put("bufferBytes", p.bufferBytes()).put("dramBytes", p.dramBytes());
          point.put("dataflow", p.dataflow()).put("estimated", p.estimated());
        }
      }
    }
    return o;
  }
}
