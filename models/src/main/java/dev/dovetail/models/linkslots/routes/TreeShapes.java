package dev.dovetail.models.linkslots.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Candidate trees between a root and several terminals: unions of XY and of YX paths, shortest-path trees, a Steiner heuristic (the nearest
 * terminal joins next), and dual-phase trees.
 *
 * <p>Sources: dual phase (a path to a hub of the group, from there breadth first inside the group) after METRO, arXiv 2108.10570; the
 * Steiner heuristic is that of Takahashi and Matsuyama, Math. Japonica 24, 1980.
 */
final class TreeShapes {
  private final LinkGraph graph;
  private final MeshPaths mesh;
  private final boolean reversed;

  /**
   * @param graph in the direction from roots to terminals
   * @param mesh forward paths between positions
   * @param reversed whether messages flow from the terminals to the root
   */
  TreeShapes(LinkGraph graph, MeshPaths mesh, boolean reversed) {
    this.graph = graph;
    this.mesh = mesh;
    this.reversed = reversed;
  }

  /** The union of XY paths, or of YX paths, between root and terminals; empty if one of them does not exist. */
  List<Integer> union(int root, List<Integer> terminals, boolean columnsFirst) {
    Arborescence tree = new Arborescence(graph, root);
    for (int t : terminals) {
      List<Integer> path = path(root, t, columnsFirst);
      if (path.isEmpty() && t != root) {
        return List.of();
      }
      tree.addPath(path);
    }
    return tree.edgesTo(terminals);
  }

  /** The XY or YX path as the message flows, listed from the root. */
  private List<Integer> path(int root, int terminal, boolean columnsFirst) {
    int[] edges =
        (reversed ? mesh.path(terminal, root, columnsFirst) : mesh.path(root, terminal, columnsFirst)).orElse(new int[0]);
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < edges.length; i++) {
      list.add(edges[reversed ? edges.length - 1 - i : i]);
    }
    return list;
  }

  /** Trees in which each terminal's path has the fewest links, at most {@code cap}. */
  List<List<Integer>> shortest(int root, List<Integer> terminals, int cap) {
    Set<List<Integer>> trees = new LinkedHashSet<>();
    add(trees, union(root, terminals, true));
    add(trees, union(root, terminals, false));
    add(trees, shortestPaths(root, terminals, LinkOrder.FIRST));
    add(trees, shortestPaths(root, terminals, LinkOrder.LAST));
    for (int i = 0; i < cap && trees.size() < cap; i++) {
      add(trees, shortestPaths(root, terminals, LinkOrder.shuffled(31L * root + i)));
    }
    return trees.stream().limit(cap).toList();
  }

  /** Trees of all sorts, at most {@code cap}. */
  List<List<Integer>> any(int root, List<Integer> terminals, int cap) {
    Set<List<Integer>> trees = new LinkedHashSet<>();
    add(trees, union(root, terminals, true));
    add(trees, union(root, terminals, false));
    add(trees, steiner(root, terminals, LinkOrder.FIRST));
    add(trees, steiner(root, terminals, LinkOrder.LAST));
    add(trees, shortestPaths(root, terminals, LinkOrder.FIRST));
    add(trees, shortestPaths(root, terminals, LinkOrder.LAST));
    int[] distance = graph.distancesFrom(root);
    List<Integer> hubs = terminals.stream().sorted(Comparator.comparingInt((Integer t) -> distance[t])).toList();
    for (int i = 0; i < hubs.size() && trees.size() < cap; i++) {
      add(trees, dualPhase(root, hubs.get(i), terminals));
    }
    for (int i = 0; i < cap && trees.size() < cap; i++) {
      LinkOrder order = LinkOrder.shuffled(31L * root + i);
      add(trees, i % 2 == 0 ? steiner(root, terminals, order) : shortestPaths(root, terminals, order));
    }
    return trees.stream().limit(cap).toList();
  }

  private static void add(Set<List<Integer>> trees, List<Integer> tree) {
    if (!tree.isEmpty()) {
      trees.add(tree);
    }
  }

  private List<Integer> shortestPaths(int root, List<Integer> terminals, LinkOrder order) {
    Arborescence tree = new Arborescence(graph, root);
    tree.grow(List.of(root), null, order, -1);
    return tree.edgesTo(terminals);
  }

  private List<Integer> steiner(int root, List<Integer> terminals, LinkOrder order) {
    Arborescence tree = new Arborescence(graph, root);
    List<Integer> waiting = new ArrayList<>(terminals);
    while (!waiting.isEmpty()) {
      List<Integer> path = toNearest(tree, waiting, order);
      if (path.isEmpty()) {
        return List.of();
      }
      tree.addPath(path);
      waiting.removeIf(tree::contains);
    }
    return tree.edgesTo(terminals);
  }

  /** The shortest path from a tree to the nearest of some nodes outside, at least one link; empty if none can be reached. */
  private List<Integer> toNearest(Arborescence tree, List<Integer> waiting, LinkOrder order) {
    int[] entering = new int[graph.nodes()];
    boolean[] seen = new boolean[graph.nodes()];
    boolean[] wanted = new boolean[graph.nodes()];
    waiting.forEach(t -> wanted[t] = true);
    List<Integer> queue = new ArrayList<>(tree.nodes());
    queue.forEach(v -> seen[v] = true);
    for (int i = 0; i < queue.size(); i++) {
      for (int e : order.of(graph, queue.get(i))) {
        int next = graph.head(e);
        if (!seen[next]) {
          seen[next] = true;
          entering[next] = e;
          if (wanted[next]) {
            return pathFrom(tree, next, entering);
          }
          queue.add(next);
        }
      }
    }
    return List.of();
  }

  private List<Integer> pathFrom(Arborescence tree, int node, int[] entering) {
    List<Integer> path = new ArrayList<>();
    for (int v = node; !tree.contains(v); v = graph.tail(entering[v])) {
      path.add(0, entering[v]);
    }
    return path;
  }

  private List<Integer> dualPhase(int root, int hub, List<Integer> terminals) {
    Arborescence tree = new Arborescence(graph, root);
    List<Integer> first = path(root, hub, true);
    if (first.isEmpty()) {
      tree.addPath(shortestPaths(root, List.of(hub), LinkOrder.FIRST));
    } else {
      tree.addPath(first);
    }
    if (!tree.contains(hub)) {
      return List.of();
    }
    boolean[] group = new boolean[graph.nodes()];
    terminals.forEach(t -> group[t] = true);
    tree.grow(List.of(hub), group, LinkOrder.FIRST, -1);
    for (int t : terminals) {
      tree.grow(tree.nodes(), null, LinkOrder.FIRST, t);
    }
    return tree.edgesTo(terminals);
  }
}
