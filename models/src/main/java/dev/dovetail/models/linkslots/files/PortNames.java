package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ports of routers are called in tables: {@code N}, {@code E}, {@code S}, {@code W} towards the neighbour there, {@code Local} towards
 * the tile.
 *
 * <p>{@code N} of an input means that flits arrive from the north neighbour. Where not all links join places that are one step apart, a port
 * has the name of the neighbour instead.
 */
final class PortNames {
  /** The port to the tile of a router. */
  static final String LOCAL = "Local";

  private static final String ORDER = "NESW";

  private final LinkNetwork links;
  private final Map<Integer, Tile> tileOf = new HashMap<>();
  private final boolean compass;
  private final List<Map<String, Integer>> inputs = new ArrayList<>();
  private final List<Map<String, Integer>> outputs = new ArrayList<>();

  PortNames(SlotNetwork network) {
    this.links = network.links();
    for (Tile t : network.tiles()) {
      tileOf.put(t.router(), t);
      tileOf.put(t.source(), t);
      tileOf.put(t.sink(), t);
    }
    this.compass = links.edges().stream().allMatch(e -> isPort(e) || direction(e.from(), e.to()) != null);
    links.nodes().forEach(n -> {
      inputs.add(new HashMap<>());
      outputs.add(new HashMap<>());
    });
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      outputs.get(edge.from()).put(name(edge, edge.from(), edge.to()), e);
      inputs.get(edge.to()).put(name(edge, edge.to(), edge.from()), e);
    }
  }

  private boolean isPort(Edge edge) {
    Tile from = tileOf.get(edge.from());
    return from != null && from.equals(tileOf.get(edge.to()));
  }

  private String name(Edge edge, int here, int there) {
    if (isPort(edge)) {
      return LOCAL;
    }
    return compass ? Objects.requireNonNull(direction(here, there)) : links.nodes().get(there).name();
  }

  private @Nullable String direction(int here, int there) {
    Tile a = tileOf.get(here);
    Tile b = tileOf.get(there);
    if (a == null || b == null || Math.min(Math.min(a.x(), a.y()), Math.min(b.x(), b.y())) < 0) {
      return null;
    }
    if (a.y() == b.y()) {
      return b.x() == a.x() + 1 ? "E" : b.x() == a.x() - 1 ? "W" : null;
    }
    return a.x() != b.x() ? null : b.y() == a.y() + 1 ? "S" : b.y() == a.y() - 1 ? "N" : null;
  }

  /** The port over which an edge, or {@link SlotTable#LOCAL}, enters a router. */
  String input(int edge) {
    if (edge == SlotTable.LOCAL) {
      return LOCAL;
    }
    Edge e = links.edges().get(edge);
    return name(e, e.to(), e.from());
  }

  /** The port over which an edge, or {@link SlotTable#LOCAL}, leaves a router. */
  String output(int edge) {
    if (edge == SlotTable.LOCAL) {
      return LOCAL;
    }
    Edge e = links.edges().get(edge);
    return name(e, e.from(), e.to());
  }

  /** The positions of a row's outputs in the order in which they are written: N, E, S, W or by name, then Local. */
  List<Integer> written(List<Integer> edges) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      positions.add(i);
    }
    positions.sort(Comparator.comparing(i -> rank(output(edges.get(i)))));
    return positions;
  }

  private String rank(String port) {
    int fixed = port.equals(LOCAL) ? ORDER.length() : compass ? ORDER.indexOf(port) : 0;
    return fixed + (compass ? "" : port);
  }

  /** The edge that enters a node over a port, or {@link SlotTable#LOCAL} for a tile without ports. */
  int inputEdge(int node, String port, Wrong wrong) {
    return edge(inputs.get(node), node, port, wrong);
  }

  /** The edge that leaves a node over a port, or {@link SlotTable#LOCAL} for a tile without ports. */
  int outputEdge(int node, String port, Wrong wrong) {
    return edge(outputs.get(node), node, port, wrong);
  }

  /** Makes the error about a port that does not exist. */
  interface Wrong {
    /** The error with its place. */
    BadInputException error(String message, String maybe);
  }

  private int edge(Map<String, Integer> ports, int node, String port, Wrong wrong) {
    Integer edge = ports.get(port);
    if (edge != null) {
      return edge;
    }
    if (port.equals(LOCAL) && tileOf.containsKey(node)) {
      return SlotTable.LOCAL;
    }
    throw wrong.error("The router (%s) has no port (%s).".formatted(links.nodes().get(node).name(), port),
        Suggestions.instead(port, ports.keySet().stream().sorted().toList()));
  }
}
