package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Routes as text: {@code E,E,S} where the places have positions, their names otherwise. Where a tree branches, each branch stands in
 * parentheses; a place that delivers in passing is marked with {@code *}. An in-tree is told from its root backwards, behind {@code <}.
 */
final class RouteText {
  private final LinkNetwork links;
  private final Map<Integer, Tile> tileAt = new HashMap<>();

  RouteText(SlotNetwork network) {
    this.links = network.links();
    network.tiles().forEach(t -> tileAt.put(t.router(), t));
  }

  /** The route of a sent message, local ports left out. */
  String of(Sent sent) {
    boolean in = sent.message().shape() == Message.Shape.IN_TREE;
    Map<Integer, List<Integer>> next = new HashMap<>();
    Map<Integer, Boolean> ends = new HashMap<>();
    int root = -1;
    for (int e : in ? reversed(sent.transmission().edges()) : sent.transmission().edges()) {
      Edge edge = links.edges().get(e);
      int near = in ? edge.to() : edge.from();
      if (Sent.isPort(links, e)) {
        ends.put(tileAt.containsKey(edge.from()) ? edge.from() : edge.to(), true);
      } else {
        root = root < 0 ? near : root;
        next.computeIfAbsent(near, n -> new ArrayList<>()).add(e);
      }
    }
    if (root < 0) {
      return "–";
    }
    StringBuilder text = new StringBuilder(in ? "< " : "");
    write(text, root, next, ends, in, true);
    return text.toString();
  }

  private static List<Integer> reversed(List<Integer> edges) {
    List<Integer> reversed = new ArrayList<>(edges);
    java.util.Collections.reverse(reversed);
    return reversed;
  }

  private void write(
      StringBuilder text, int node, Map<Integer, List<Integer>> next, Map<Integer, Boolean> ends, boolean in, boolean first) {
    List<Integer> onward = next.getOrDefault(node, List.of());
    boolean begin = first;
    for (int e : onward) {
      boolean branch = onward.size() > 1;
      text.append(branch ? "(" : begin ? "" : ",").append(step(e));
      int far = in ? links.edges().get(e).from() : links.edges().get(e).to();
      boolean passes = ends.containsKey(far) && next.containsKey(far);
      text.append(passes ? "*" : "");
      write(text, far, next, ends, in, false);
      text.append(branch ? ")" : "");
      begin = false;
    }
  }

  private String step(int e) {
    Edge edge = links.edges().get(e);
    Tile a = tileAt.get(edge.from());
    Tile b = tileAt.get(edge.to());
    if (a != null && b != null && a.x() >= 0 && b.x() >= 0 && Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y()) == 1) {
      return a.x() < b.x() ? "E" : a.x() > b.x() ? "W" : a.y() < b.y() ? "S" : "N";
    }
    return b != null ? b.name() : links.nodes().get(edge.to()).name();
  }
}
