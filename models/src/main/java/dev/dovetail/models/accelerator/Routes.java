package dev.dovetail.models.accelerator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shortest paths of an accelerator, and the multicast trees made of them.
 *
 * <p>Role: the list of routes that a transfer may choose from: the {@code K} first among the paths with the fewest edges, in a fixed
 * order (edges in file order; a mesh lists east/west edges before north/south ones, so the first path is the XY path). The i-th
 * tree to several destinations is the union of paths along the i-th shortest-path tree of the source, so that each channel is
 * held once.
 */
public final class Routes {
  private final Accelerator accelerator;
  private final int alternatives;
  private final List<List<Integer>> outgoing;
  private final Map<List<Integer>, List<Route>> cache = new HashMap<>();

  /**
   * @param accelerator whose nodes and edges
   * @param alternatives K, at least 1
   */
  public Routes(Accelerator accelerator, int alternatives) {
    this.accelerator = accelerator;
    this.alternatives = alternatives;
    this.outgoing = new ArrayList<>();
    for (int n = 0; n < accelerator.nodes().size(); n++) {
      outgoing.add(new ArrayList<>());
    }
    for (int e = 0; e < accelerator.edges().size(); e++) {
      outgoing.get(accelerator.edges().get(e).from()).add(e);
    }
  }

  /** Whether data can go from node {@code from} to node {@code to}. */
  public boolean connected(int from, int to) {
    return from == to || !routes(from, List.of(to)).isEmpty();
  }

  /**
   * The trees from {@code source} to all of {@code destinations}, best first, at most K; empty if one cannot be reached.
   *
   * @param source node index
   * @param destinations node indices, without the source, ascending
   */
  public List<Route> routes(int source, List<Integer> destinations) {
    List<Integer> key = new ArrayList<>(destinations);
    key.add(source);
    synchronized (cache) {
      return cache.computeIfAbsent(key, k -> compute(source, destinations));
    }
  }

  private List<Route> compute(int source, List<Integer> destinations) {
    Set<Route> found = new LinkedHashSet<>();
    for (int variant = 0; variant < alternatives; variant++) {
      int[] parentEdge = shortestPathTree(source, variant);
      Set<Integer> edges = new LinkedHashSet<>();
      for (int d : destinations) {
        List<Integer> path = new ArrayList<>();
        for (int n = d; n != source; n = accelerator.edges().get(parentEdge[n]).from()) {
          if (parentEdge[n] < 0) {
            return List.of();
          }
          path.add(0, parentEdge[n]);
        }
        edges.addAll(path);
      }
      found.add(Route.of(accelerator, source, List.copyOf(edges), destinations));
    }
    return new ArrayList<>(found)
        .stream().sorted(Comparator.comparingInt((Route r) -> r.channels().length)).toList();
  }

  /** Breadth first; variant 0 prefers the first edge at each node, variant 1 the last, others a fixed rotation. */
  private int[] shortestPathTree(int source, int variant) {
    int n = accelerator.nodes().size();
    int[] depth = new int[n];
    int[] parentEdge = new int[n];
    Arrays.fill(depth, Integer.MAX_VALUE);
    Arrays.fill(parentEdge, -1);
    depth[source] = 0;
    List<Integer> frontier = List.of(source);
    while (!frontier.isEmpty()) {
      Map<Integer, List<Integer>> reached = new LinkedHashMap<>();
      for (int u : frontier) {
        for (int e : outgoing.get(u)) {
          int v = accelerator.edges().get(e).to();
          if (depth[v] > depth[u] && accelerator.nodes().get(v).kind() != Node.Kind.DRAM) {
            reached.computeIfAbsent(v, k -> new ArrayList<>()).add(e);
          } else if (depth[v] > depth[u]) {
            // A DRAM port ends a path, it never forwards.
            depth[v] = depth[u] + 1;
            if (parentEdge[v] < 0) {
              parentEdge[v] = e;
            }
          }
        }
      }
      List<Integer> next = new ArrayList<>();
      for (Map.Entry<Integer, List<Integer>> entry : reached.entrySet()) {
        int v = entry.getKey();
        if (depth[v] == Integer.MAX_VALUE) {
          List<Integer> options = entry.getValue();
          int pick = switch (variant) {
            case 0 -> 0;
            case 1 -> options.size() - 1;
            default -> (v * 31 + variant) % options.size();
          };
          parentEdge[v] = options.get(pick);
          depth[v] = depth[accelerator.edges().get(parentEdge[v]).from()] + 1;
          next.add(v);
        }
      }
      frontier = next;
    }
    return parentEdge;
  }
}
