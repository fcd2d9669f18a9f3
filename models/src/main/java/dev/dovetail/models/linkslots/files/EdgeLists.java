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
      edges.add(edge(name, name.text()));
    }
    return edges;
  }

  /** One route that is written as a text of names with spaces between them. */
  List<Integer> words(DataNode text) {
    List<Integer> edges = new ArrayList<>();
    for (String name : text.text().strip().split("\\s+")) {
      edges.add(edge(text, name));
    }
    return edges;
  }

  private int edge(DataNode at, String name) {
    Integer edge = byName.get(name);
    if (edge == null) {
      throw at.error("The edge (%s) does not exist.".formatted(name), Suggestions.instead(name, byName.keySet()));
    }
    return edge;
  }
}
