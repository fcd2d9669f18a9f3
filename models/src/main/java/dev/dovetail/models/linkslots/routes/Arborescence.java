package dev.dovetail.models.linkslots.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** A tree that grows from its root; each node but the root has the edge that leads to it. */
final class Arborescence {
  private static final int NONE = -1;

  private final LinkGraph graph;
  private final int root;
  private final int[] entering;
  private final boolean[] inside;

  Arborescence(LinkGraph graph, int root) {
    this.graph = graph;
    this.root = root;
    this.entering = new int[graph.nodes()];
    this.inside = new boolean[graph.nodes()];
    Arrays.fill(entering, NONE);
    inside[root] = true;
  }

  boolean contains(int node) {
    return inside[node];
  }

  /** Adds the links of a path that begins inside; stretches that it already has are kept as they are. */
  void addPath(Collection<Integer> edges) {
    for (int e : edges) {
      int node = graph.head(e);
      if (!inside[node]) {
        inside[node] = true;
        entering[node] = e;
      }
    }
  }

  /**
   * Grows breadth first from the given nodes.
   *
   * @param from nodes inside
   * @param allowed nodes that may be entered; null for all
   * @param order in which links are tried
   * @param until stops when this node has been reached; {@code -1} for never
   */
  void grow(List<Integer> from, boolean[] allowed, LinkOrder order, int until) {
    Deque<Integer> queue = new ArrayDeque<>(from);
    while (!queue.isEmpty() && (until < 0 || !inside[until])) {
      int node = queue.removeFirst();
      for (int e : order.of(graph, node)) {
        int next = graph.head(e);
        if (!inside[next] && (allowed == null || allowed[next])) {
          inside[next] = true;
          entering[next] = e;
          queue.addLast(next);
        }
      }
    }
  }

  /** The nodes inside, by index. */
  List<Integer> nodes() {
    List<Integer> nodes = new ArrayList<>();
    for (int v = 0; v < inside.length; v++) {
      if (inside[v]) {
        nodes.add(v);
      }
    }
    return nodes;
  }

  /**
   * The links that lead to the terminals, breadth first from the root, those of a node by index; empty if a terminal is outside.
   *
   * @param terminals nodes
   */
  List<Integer> edgesTo(Collection<Integer> terminals) {
    boolean[] needed = new boolean[inside.length];
    for (int t : terminals) {
      if (!inside[t]) {
        return List.of();
      }
      for (int v = t; v != root && !needed[v]; v = graph.tail(entering[v])) {
        needed[v] = true;
      }
    }
    List<Integer> edges = new ArrayList<>();
    Deque<Integer> queue = new ArrayDeque<>(List.of(root));
    while (!queue.isEmpty()) {
      int node = queue.removeFirst();
      for (int e : graph.outgoing(node)) {
        if (needed[graph.head(e)] && entering[graph.head(e)] == e) {
          edges.add(e);
          queue.addLast(graph.head(e));
        }
      }
    }
    return edges;
  }
}
