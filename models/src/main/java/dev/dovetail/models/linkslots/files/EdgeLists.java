package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.SlotNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads routes that are written as lists of edges by name. */
final class EdgeLists {
  private final Map<String, Integer> byName;

  EdgeLists(SlotNetwork network) {
    this.byName = network.links().edgeIndices();
  }

  /** A list of routes. */
  List<List<Integer>> routes(DataNode lists) {
    List<List<Integer>> routes = new ArrayList<>();
    for (DataNode list : lists.items()) {
      routes.add(edges(list));
    }
    return routes;
  }

  /** One route. */
  List<Integer> edges(DataNode list) {
    List<Integer> edges = new ArrayList<>();
    for (DataNode name : list.items()) {
      Integer edge = byName.get(name.text());
      if (edge == null) {
        throw name.error("The edge (%s) does not exist.".formatted(name.text()),
            Suggestions.instead(name.text(), byName.keySet()));
      }
      edges.add(edge);
    }
    return edges;
  }
}
