package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Links between tiles, local ports left out: straight ways over a mesh, and what all ways with the fewest links have in common. */
final class LinkPaths {
  private static final int SEVERAL = -1;

  private final SlotNetwork network;
  private final LinkNetwork links;
  private final List<List<Integer>> leaving = new ArrayList<>();
  private final List<List<Integer>> entering = new ArrayList<>();
  private final Map<Long, Integer> between = new HashMap<>();
  private final Map<Integer, int[]> hopsFrom = new HashMap<>();
  private final Map<Integer, int[]> hopsTo = new HashMap<>();
  private final Map<Long, List<Integer>> bridges = new HashMap<>();

  LinkPaths(SlotNetwork network) {
    this.network = network;
    this.links = network.links();
    links.nodes().forEach(n -> {
      leaving.add(new ArrayList<>());
      entering.add(new ArrayList<>());
    });
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (!edge.channels().stream().allMatch(c -> Reach.isPort(links.channels().get(c)))) {
        leaving.get(edge.from()).add(e);
        entering.get(edge.to()).add(e);
        between.merge(key(edge.from(), edge.to()), e, (a, b) -> SEVERAL);
      }
    }
  }

  private static long key(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  private int router(int tile) {
    return network.tiles().get(tile).router();
  }

  /** The one link from a tile to another one; empty if there is none, or more than one. */
  List<Integer> only(int source, int destination) {
    int e = between.getOrDefault(key(router(source), router(destination)), SEVERAL);
    return e == SEVERAL ? List.of() : List.of(e);
  }

  /**
   * On a full mesh, the way along one row and one column.
   *
   * @param columnsFirst whether it goes east or west first
   * @return the links; empty if one of them is missing or has a twin
   */
  List<Integer> straight(int source, int destination, boolean columnsFirst) {
    Tile from = network.tiles().get(source);
    Tile to = network.tiles().get(destination);
    List<Integer> path = new ArrayList<>();
    int x = from.x();
    int y = from.y();
    while (x != to.x() || y != to.y()) {
      int at = router(y * network.columns() + x);
      if (columnsFirst ? x != to.x() : y == to.y()) {
        x += Integer.signum(to.x() - x);
      } else {
        y += Integer.signum(to.y() - y);
      }
      int e = between.getOrDefault(key(at, router(y * network.columns() + x)), SEVERAL);
      if (e == SEVERAL) {
        return List.of();
      }
      path.add(e);
    }
    return path;
  }

  /** The links that are on every path with the fewest links: those that alone lead from one distance of the source to the next. */
  List<Integer> onAllShortest(int source, int destination) {
    int from = router(source);
    int to = router(destination);
    int[] before = hopsFrom.computeIfAbsent(from, f -> hops(f, leaving, true));
    int[] after = hopsTo.computeIfAbsent(to, t -> hops(t, entering, false));
    List<Integer> common = new ArrayList<>();
    if (before[to] == Integer.MAX_VALUE) {
      return common;
    }
    Set<Integer> level = new LinkedHashSet<>(List.of(from));
    for (int i = 0; i < before[to]; i++) {
      Set<Integer> next = new LinkedHashSet<>();
      int taken = 0;
      int last = SEVERAL;
      for (int u : level) {
        for (int e : leaving.get(u)) {
          int v = links.edges().get(e).to();
          if (after[v] == before[to] - i - 1) {
            next.add(v);
            taken++;
            last = e;
          }
        }
      }
      if (taken == 1) {
        common.add(last);
      }
      level = next;
    }
    return common;
  }

  /** The links that are on every path, however long: those without which there is none. */
  List<Integer> onAll(int source, int destination) {
    return bridges.computeIfAbsent(key(router(source), router(destination)),
        k -> onAllShortest(source, destination).stream().filter(e -> !connected(router(source), router(destination), e))
            .toList());
  }

  private boolean connected(int from, int to, int without) {
    boolean[] seen = new boolean[links.nodes().size()];
    seen[from] = true;
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty() && !seen[to]) {
      for (int e : leaving.get(open.remove())) {
        int v = links.edges().get(e).to();
        if (e != without && !seen[v]) {
          seen[v] = true;
          open.add(v);
        }
      }
    }
    return seen[to];
  }

  /** Whether a link, or a port of the two tiles, is on a path with the fewest links. */
  boolean isOnShortest(int source, int destination, int from, int to) {
    int first = router(source);
    int last = router(destination);
    if (from == network.tiles().get(source).source() && from != first) {
      return true;
    }
    if (to == network.tiles().get(destination).sink() && to != last) {
      return true;
    }
    int[] before = hopsFrom.computeIfAbsent(first, f -> hops(f, leaving, true));
    int[] after = hopsTo.computeIfAbsent(last, t -> hops(t, entering, false));
    return before[from] < Integer.MAX_VALUE && after[to] < Integer.MAX_VALUE && before[from] + 1 + after[to] == before[last];
  }

  private int[] hops(int start, List<List<Integer>> edges, boolean forward) {
    int[] hops = new int[links.nodes().size()];
    Arrays.fill(hops, Integer.MAX_VALUE);
    hops[start] = 0;
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      int u = open.remove();
      for (int e : edges.get(u)) {
        int v = forward ? links.edges().get(e).to() : links.edges().get(e).from();
        if (hops[v] == Integer.MAX_VALUE) {
          hops[v] = hops[u] + 1;
          open.add(v);
        }
      }
    }
    return hops;
  }
}
