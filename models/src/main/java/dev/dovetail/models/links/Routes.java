package dev.dovetail.models.links;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shortest paths of a network, and the multicast trees made of them.
 *
 * <p>Role: the list of routes that a transfer may choose from: the {@code K} first among the paths with the fewest edges, in a fixed
 * order (edges in file order; a mesh lists east/west edges before north/south ones, so the first path is the XY path). The i-th
 * tree to several destinations is the union of paths along the i-th shortest-path tree of the source, so that each channel is
 * held once. A tree in which two nodes would put the same data on one bus, or in which a channel would be needed at two different
 * times, is left out.
 */
public final class Routes {
  private final LinkNetwork network;
  private final int alternatives;
  private final List<List<Integer>> outgoing;
  private final Map<List<Integer>, List<Route>> cache = new HashMap<>();
  private final Map<List<Integer>, int[]> trees = new HashMap<>();

  /**
   * @param network whose nodes and edges
   * @param alternatives K, at least 1
   */
  public Routes(LinkNetwork network, int alternatives) {
    if (alternatives < 1) {
      throw new IllegalArgumentException("The alternatives (%d) must be positive.".formatted(alternatives));
    }
    this.network = network;
    this.alternatives = alternatives;
    this.outgoing = network.outgoing();
  }

  /** Whether data can go from node {@code from} to node {@code to}. */
  public boolean connected(int from, int to) {
    return from == to || !routes(from, List.of(to)).isEmpty();
  }

  /**
   * The trees from {@code source} to all of {@code destinations}, best first, at most K; empty if one cannot be reached.
   *
   * @param source node index
   * @param destinations node indices, at least one, without the source, ascending
   */
  public List<Route> routes(int source, List<Integer> destinations) {
    List<Integer> key = new ArrayList<>(destinations);
    key.add(source);
    synchronized (cache) {
      List<Route> known = cache.get(key);
      if (known == null) {
        known = compute(source, destinations);
        cache.put(key, known);
      }
      return known;
    }
  }

  private List<Route> compute(int source, List<Integer> destinations) {
    if (destinations.isEmpty() || destinations.contains(source)) {
      throw new IllegalArgumentException(
          "The destinations (%s) must be at least one and not hold the source (%d).".formatted(destinations, source));
    }
    Set<Route> found = new LinkedHashSet<>();
    for (int variant = 0; variant < alternatives; variant++) {
      int[] parentEdge = trees.computeIfAbsent(List.of(source, variant), k -> shortestPathTree(source, k.get(1)));
      Set<Integer> edges = new LinkedHashSet<>();
      for (int d : destinations) {
        Deque<Integer> path = new ArrayDeque<>();
        for (int n = d; n != source; n = network.edges().get(parentEdge[n]).from()) {
          if (parentEdge[n] < 0) {
            return List.of();
          }
          path.addFirst(parentEdge[n]);
        }
        edges.addAll(path);
      }
      Route.of(network, source, List.copyOf(edges), List.copyOf(destinations)).ifPresent(found::add);
    }
    return found.stream().sorted(Comparator.comparingInt((Route r) -> r.channels().length)).toList();
  }

  /**
   * Breadth first; variant 0 prefers the first edge at each node, variant 1 the last, others a fixed rotation. A DRAM port ends a path,
   * it never forwards.
   */
  private int[] shortestPathTree(int source, int variant) {
    int n = network.nodes().size();
    boolean[] seen = new boolean[n];
    int[] parentEdge = new int[n];
    Arrays.fill(parentEdge, -1);
    seen[source] = true;
    List<Integer> frontier = List.of(source);
    while (!frontier.isEmpty()) {
      Map<Integer, List<Integer>> reached = new LinkedHashMap<>();
      for (int u : frontier) {
        for (int e : outgoing.get(u)) {
          int v = network.edges().get(e).to();
          if (!seen[v]) {
            reached.computeIfAbsent(v, k -> new ArrayList<>()).add(e);
          }
        }
      }
      List<Integer> next = new ArrayList<>();
      reached.forEach(
          (v, options) -> {
            int pick =
                switch (variant) {
                  case 0 -> 0;
                  case 1 -> options.size() - 1;
                  default -> (v * 31 + variant) % options.size();
                };
            parentEdge[v] = options.get(pick);
            seen[v] = true;
            if (network.nodes().get(v).kind() != Node.Kind.DRAM) {
              next.add(v);
            }
          });
      frontier = next;
    }
    return parentEdge;
  }
}
