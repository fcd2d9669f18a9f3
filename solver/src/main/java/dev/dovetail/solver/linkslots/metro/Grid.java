package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routers of a mesh by position, with what hangs on it: a memory controller without a position of its own counts as one link away from
 * the tile that it is joined to.
 */
final class Grid {
  private static final int[][] NORTH_EAST_SOUTH_WEST = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};

  private final Map<Integer, Tile> tiles = new HashMap<>();
  private final Map<Long, Integer> routers = new HashMap<>();
  private final Map<Long, Integer> links = new HashMap<>();
  private final List<List<Integer>> outgoing = new ArrayList<>();
  private final List<List<Integer>> incoming = new ArrayList<>();

  Grid(SlotNetwork network) {
    for (Tile tile : network.tiles()) {
      if (tile.x() >= 0 && tile.y() >= 0) {
        tiles.put(tile.router(), tile);
        routers.put(key(tile.x(), tile.y()), tile.router());
      }
    }
    network.links().nodes().forEach(n -> {
      outgoing.add(new ArrayList<>());
      incoming.add(new ArrayList<>());
    });
    List<Edge> edges = network.links().edges();
    boolean[] behindPort = new boolean[outgoing.size()];
    network.tiles().stream().filter(t -> t.source() != t.router()).forEach(t -> behindPort[t.source()] = true);
    for (int e = 0; e < edges.size(); e++) {
      int from = edges.get(e).from();
      int to = edges.get(e).to();
      if (!behindPort[from] && !behindPort[to] && links.putIfAbsent(key(from, to), e) == null) {
        outgoing.get(from).add(to);
        incoming.get(to).add(from);
      }
    }
    for (int node = 0; node < outgoing.size(); node++) {
      int here = node;
      Comparator<Integer> order = Comparator.comparingInt(next -> direction(here, next));
      outgoing.get(node).sort(order);
      incoming.get(node).sort(order);
    }
  }

  private static long key(int a, int b) {
    return ((long) a << Integer.SIZE) | b;
  }

  private int direction(int here, int next) {
    Tile a = tiles.get(here);
    Tile b = tiles.get(next);
    if (a != null && b != null) {
      for (int d = 0; d < NORTH_EAST_SOUTH_WEST.length; d++) {
        if (b.x() - a.x() == NORTH_EAST_SOUTH_WEST[d][0] && b.y() - a.y() == NORTH_EAST_SOUTH_WEST[d][1]) {
          return d;
        }
      }
    }
    return NORTH_EAST_SOUTH_WEST.length;
  }

  /** Whether no tile has a position. */
  boolean isEmpty() {
    return tiles.isEmpty();
  }

  /** Routers that a node's links lead to, or come from: north, east, south, west, then others. */
  List<Integer> neighbours(int node, boolean against) {
    return against ? incoming.get(node) : outgoing.get(node);
  }

  /** The link from a node to its neighbour. */
  int link(int from, int to) {
    Integer link = links.get(key(from, to));
    if (link == null) {
      throw new IllegalArgumentException("The nodes (%d, %d) have no link.".formatted(from, to));
    }
    return link;
  }

  /** Links of the shortest way in rows and columns, as if none were missing. */
  int distance(int from, int to) {
    Tile a = tiles.get(entry(from));
    Tile b = tiles.get(entry(to));
    int hangs = (tiles.containsKey(from) ? 0 : 1) + (tiles.containsKey(to) ? 0 : 1);
    return a == null || b == null ? Integer.MAX_VALUE : Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y()) + hangs;
  }

  private int entry(int node) {
    return tiles.containsKey(node) ? node : outgoing.get(node).stream().filter(tiles::containsKey).findFirst().orElse(node);
  }

  /** The nodes after {@code from} on the X-Y path to {@code to}, east or west first; null if a link on it is missing. */
  @Nullable
  List<Integer> xy(int from, int to) {
    List<Integer> nodes = new ArrayList<>();
    if (from == to) {
      return nodes;
    }
    int first = entry(from);
    int last = tiles.containsKey(to) ? to : incoming.get(to).stream().filter(tiles::containsKey).findFirst().orElse(to);
    if (first != from) {
      nodes.add(first);
    }
    Tile at = tiles.get(first);
    Tile end = tiles.get(last);
    if (at == null || end == null) {
      return null;
    }
    int x = at.x();
    int y = at.y();
    while (x != end.x() || y != end.y()) {
      if (x != end.x()) {
        x += Integer.signum(end.x() - x);
      } else {
        y += Integer.signum(end.y() - y);
      }
      Integer next = routers.get(key(x, y));
      if (next == null) {
        return null;
      }
      nodes.add(next);
    }
    if (last != to) {
      nodes.add(to);
    }
    int before = from;
    for (int node : nodes) {
      if (!links.containsKey(key(before, node))) {
        return null;
      }
      before = node;
    }
    return nodes;
  }

  /** Routers with positions in the box around two nodes, one wider on each side; without the two. */
  int[] around(int a, int b) {
    Tile one = tiles.get(entry(a));
    Tile other = tiles.get(entry(b));
    if (one == null || other == null) {
      return new int[0];
    }
    int left = Math.min(one.x(), other.x()) - 1;
    int right = Math.max(one.x(), other.x()) + 1;
    int top = Math.min(one.y(), other.y()) - 1;
    int bottom = Math.max(one.y(), other.y()) + 1;
    int[] found = new int[(right - left + 1) * (bottom - top + 1)];
    int count = 0;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        Integer router = x < 0 || y < 0 ? null : routers.get(key(x, y));
        if (router != null && router != a && router != b) {
          found[count++] = router;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }
}
