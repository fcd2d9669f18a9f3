package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTable.RouterRow;
import dev.dovetail.models.linkslots.SlotTable.SourceRow;
import dev.dovetail.models.linkslots.Transmission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts the routes of messages together from the rows of sources and routers that they pass. */
final class TablePaths {
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final Map<Integer, List<SourceRow>> sources = new TreeMap<>();
  private final Map<Integer, List<RouterRow>> routers = new HashMap<>();
  private final Map<Integer, Integer> injectOf = new HashMap<>();

  TablePaths(LinkSlotsProblem problem, List<SourceRow> sources, List<RouterRow> routers) {
    this.problem = problem;
    this.links = problem.network().links();
    sources.forEach(r -> this.sources.computeIfAbsent(r.message(), m -> new ArrayList<>()).add(r));
    routers.forEach(r -> this.routers.computeIfAbsent(r.message(), m -> new ArrayList<>()).add(r));
    RouteFit.injectPorts(problem.network(), injectOf);
  }

  /** What each message that is injected does. */
  List<Transmission> transmissions(Path file) {
    List<Transmission> all = new ArrayList<>();
    sources.forEach((message, rows) -> all.add(transmission(message, rows, file)));
    return all;
  }

  private Transmission transmission(int message, List<SourceRow> injections, Path file) {
    Set<Integer> used = new LinkedHashSet<>();
    long start = Long.MAX_VALUE;
    for (SourceRow s : injections) {
      start = Math.min(start, s.start());
      Integer inject = injectOf.get(problem.network().tiles().get(s.tile()).source());
      if (inject != null) {
        used.add(inject);
      }
    }
    Map<Integer, Long> waits = new HashMap<>();
    List<RouterRow> rows = routers.getOrDefault(message, List.of());
    Map<Integer, Long> joining = new HashMap<>();
    rows.forEach(r -> joining.merge(r.node(), 1L, Long::sum));
    for (RouterRow r : rows) {
      long merge = joining.get(r.node()) > 1 ? problem.rules().mergeSlots() : 0;
      for (int o = 0; o < r.outputs().size(); o++) {
        if (r.outputs().get(o) != SlotTable.LOCAL) {
          used.add(r.outputs().get(o));
          waits.put(r.outputs().get(o), Math.max(0, r.delay(o) - merge));
        }
      }
    }
    List<Integer> edges = ordered(used);
    if (edges.size() < used.size()) {
      throw new BadInputException("%s: The rows of the message (%d) lead in a circle.".formatted(file, message),
          "an output was edited.");
    }
    List<Long> slots = edges.stream().map(e -> waits.getOrDefault(e, 0L)).toList();
    return new Transmission(message, edges, start, slots.stream().allMatch(w -> w == 0) ? List.of() : slots);
  }

  /** Each edge after all that enter the node that it leaves. */
  private List<Integer> ordered(Set<Integer> used) {
    Map<Integer, Integer> entering = new HashMap<>();
    Map<Integer, List<Integer>> leaving = new LinkedHashMap<>();
    for (int e : used) {
      Edge edge = links.edges().get(e);
      entering.merge(edge.to(), 1, Integer::sum);
      leaving.computeIfAbsent(edge.from(), n -> new ArrayList<>()).add(e);
    }
    List<Integer> order = new ArrayList<>();
    for (int e : used) {
      if (!entering.containsKey(links.edges().get(e).from())) {
        order.add(e);
      }
    }
    for (int i = 0; i < order.size(); i++) {
      int node = links.edges().get(order.get(i)).to();
      if (entering.merge(node, -1, Integer::sum) == 0) {
        order.addAll(leaving.getOrDefault(node, List.of()));
      }
    }
    return order;
  }
}
