package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.SlotTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the routers' tables: those that the mapping was loaded with, or those that follow from its routes. */
final class Rows {
  private Rows() {}

  static List<SlotTable.RouterRow> of(SlotsView view) {
    SlotTable.Tables tables = view.table().tables();
    if (tables != null) {
      return tables.routers();
    }
    List<SlotTable.RouterRow> rows = new ArrayList<>();
    List<Edge> edges = view.problem().network().links().edges();
    for (Sent sent : view.sent()) {
      Map<Integer, List<Integer>> onward = new HashMap<>();
      sent.transmission().edges().forEach(e -> onward.computeIfAbsent(edges.get(e).from(), n -> new ArrayList<>()).add(e));
      for (int i = 0; i < sent.transmission().edges().size(); i++) {
        int node = edges.get(sent.transmission().edges().get(i)).to();
        long start = sent.start() + sent.walk().edgeOffsets()[i];
        if (view.isRouter(node)) {
          rows.add(new SlotTable.RouterRow(node, sent.transmission().edges().get(i), sent.message().index(), start,
              start + sent.walk().edgeDurations()[i] - 1, onward.getOrDefault(node, List.of())));
        }
      }
    }
    return rows;
  }
}
