package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the places of a network are drawn, in steps of the distance between neighbours: tiles at their positions, a place without one beside
 * a neighbour; a network without positions as a circle or a line, with what hangs on one place alone outside.
 *
 * @param at by node, column and row from 0
 * @param columns of the drawing
 * @param rows of the drawing
 */
record MapLayout(Map<Integer, Spot> at, double columns, double rows) {
  private static final int MOST_IN_ROW = 12;
  private static final int MOST_ON_CIRCLE = 96;
  private static final int[][] BESIDE = {{0, -1}, {-1, 0}, {1, 0}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}};

  /** A place of the drawing. */
  record Spot(double x, double y) {}

  /** The layout; empty if the network has too many places for a drawing without positions. */
  static Optional<MapLayout> of(SlotNetwork network) {
    Map<Integer, Set<Integer>> neighbours = neighbours(network);
    Map<Integer, Spot> at = new LinkedHashMap<>();
    for (Tile t : network.tiles()) {
      if (t.x() >= 0 && t.y() >= 0) {
        at.put(t.router(), new Spot(t.x(), t.y()));
      }
    }
    if (at.isEmpty()) {
      return arranged(neighbours);
    }
    beside(neighbours, at);
    return Optional.of(shifted(at));
  }

  private static Map<Integer, Set<Integer>> neighbours(SlotNetwork network) {
    LinkNetwork links = network.links();
    Map<Integer, Set<Integer>> neighbours = new LinkedHashMap<>();
    network.tiles().forEach(t -> neighbours.put(t.router(), new LinkedHashSet<>()));
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (!Sent.isPort(links, e)) {
        neighbours.computeIfAbsent(edge.from(), n -> new LinkedHashSet<>()).add(edge.to());
        neighbours.computeIfAbsent(edge.to(), n -> new LinkedHashSet<>()).add(edge.from());
      }
    }
    return neighbours;
  }

  private static void beside(Map<Integer, Set<Integer>> neighbours, Map<Integer, Spot> at) {
    Set<Spot> taken = new HashSet<>(at.values());
    boolean placed = true;
    while (placed) {
      placed = false;
      for (Map.Entry<Integer, Set<Integer>> node : neighbours.entrySet()) {
        Spot near = node.getValue().stream().map(at::get).filter(java.util.Objects::nonNull).findFirst().orElse(null);
        if (near != null && !at.containsKey(node.getKey())) {
          for (int ring = 1; !at.containsKey(node.getKey()); ring++) {
            for (int[] step : BESIDE) {
              Spot spot = new Spot(near.x() + ring * step[0], near.y() + ring * step[1]);
              if (!at.containsKey(node.getKey()) && taken.add(spot)) {
                at.put(node.getKey(), spot);
              }
            }
          }
          placed = true;
        }
      }
    }
  }

  private static Optional<MapLayout> arranged(Map<Integer, Set<Integer>> neighbours) {
    List<Integer> inner = neighbours.keySet().stream().filter(n -> neighbours.get(n).size() > 1).toList();
    List<Integer> order = walk(inner.isEmpty() ? List.copyOf(neighbours.keySet()) : inner, neighbours);
    if (order.size() > MOST_ON_CIRCLE) {
      return Optional.empty();
    }
    boolean closed = order.size() > 2 && neighbours.get(order.get(0)).contains(order.get(order.size() - 1));
    boolean line = !closed && isLine(order, neighbours);
    double radius = line ? 0 : Math.max(1, order.size() / (2 * Math.PI));
    Map<Integer, Spot> at = new LinkedHashMap<>();
    for (int i = 0; i < order.size(); i++) {
      double angle = 2 * Math.PI * i / order.size() - Math.PI / 2;
      at.put(order.get(i), line ? inRows(i) : new Spot(radius * Math.cos(angle), radius * Math.sin(angle)));
    }
    for (int i = 0; i < order.size(); i++) {
      Spot base = at.get(order.get(i));
      double angle = 2 * Math.PI * i / order.size() - Math.PI / 2;
      Spot step = line ? outwards(i, order.size()) : new Spot(Math.cos(angle), Math.sin(angle));
      int count = 0;
      for (int outer : neighbours.get(order.get(i))) {
        if (!at.containsKey(outer) && neighbours.get(outer).size() <= 1) {
          count++;
          at.put(outer, new Spot(base.x() + count * step.x(), base.y() + count * step.y()));
        }
      }
    }
    neighbours.keySet().stream().filter(n -> !at.containsKey(n)).toList()
        .forEach(n -> at.put(n, new Spot(at.size() - order.size(), -radius - 2)));
    return Optional.of(shifted(at));
  }

  private static boolean isLine(List<Integer> order, Map<Integer, Set<Integer>> neighbours) {
    for (int i = 0; i + 1 < order.size(); i++) {
      if (!neighbours.get(order.get(i)).contains(order.get(i + 1))) {
        return false;
      }
    }
    // What hangs on one place stands beside another one where they are several.
    return order.size() <= MOST_IN_ROW
        || order.stream().allMatch(n -> neighbours.get(n).stream().filter(o -> neighbours.get(o).size() <= 1).count() <= 1);
  }

  /** The place of a line's i-th node: rows to and fro, two apart. */
  private static Spot inRows(int i) {
    int row = i / MOST_IN_ROW;
    int column = i % MOST_IN_ROW;
    return new Spot(row % 2 == 0 ? column : MOST_IN_ROW - 1 - column, 2 * row);
  }

  /** Where it hangs: below; where the line turns, at its side. */
  private static Spot outwards(int i, int size) {
    boolean turns = i % MOST_IN_ROW == MOST_IN_ROW - 1 && i + 1 < size;
    return turns ? new Spot(i / MOST_IN_ROW % 2 == 0 ? 1 : -1, 0) : new Spot(0, 1);
  }

  /** All nodes, each beside the one before it where that is possible; from an end of a line if there is one. */
  private static List<Integer> walk(List<Integer> nodes, Map<Integer, Set<Integer>> neighbours) {
    Set<Integer> left = new LinkedHashSet<>(nodes);
    List<Integer> order = new ArrayList<>();
    Integer next = nodes.stream().filter(n -> neighbours.get(n).stream().filter(left::contains).count() == 1).findFirst()
        .orElse(nodes.get(0));
    while (next != null) {
      order.add(next);
      left.remove(next);
      Integer here = next;
      next = neighbours.get(here).stream().filter(left::contains).findFirst().orElse(left.stream().findFirst().orElse(null));
    }
    return order;
  }

  private static MapLayout shifted(Map<Integer, Spot> at) {
    double left = at.values().stream().mapToDouble(Spot::x).min().orElse(0);
    double top = at.values().stream().mapToDouble(Spot::y).min().orElse(0);
    double right = at.values().stream().mapToDouble(Spot::x).max().orElse(0);
    double bottom = at.values().stream().mapToDouble(Spot::y).max().orElse(0);
    Map<Integer, Spot> shifted = new LinkedHashMap<>();
    at.forEach((node, spot) -> shifted.put(node, new Spot(spot.x() - left, spot.y() - top)));
    return new MapLayout(shifted, right - left + 1, bottom - top + 1);
  }
}
