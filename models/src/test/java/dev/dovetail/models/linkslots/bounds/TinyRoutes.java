package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every route that a message of a tiny problem may take, found by trying all sets of links. */
final class TinyRoutes {
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final List<Integer> inner = new ArrayList<>();

  TinyRoutes(LinkSlotsProblem problem) {
    this.problem = problem;
    this.links = problem.network().links();
    for (int e = 0; e < links.edges().size(); e++) {
      Channel.Kind kind = links.channels().get(links.edges().get(e).channels().get(0)).kind();
      if (kind != Channel.Kind.INJECT && kind != Channel.Kind.EJECT) {
        inner.add(e);
      }
    }
  }

  /** Edge lists with ports, in an order in which a transmission may have them. */
  List<List<Integer>> of(Message m) {
    boolean in = m.shape() == Message.Shape.IN_TREE;
    int root = router(in ? m.destinations().get(0) : m.source());
    List<Integer> ends = (in ? m.sources() : m.destinations()).stream().map(this::router).toList();
    List<List<Integer>> routes = new ArrayList<>();
    for (int set = 1; set < 1 << inner.size(); set++) {
      List<Integer> tree = tree(set, root, ends, in);
      if (!tree.isEmpty() && allowed(m, tree, root, ends, in)) {
        routes.add(withPorts(m, tree, in));
      }
    }
    if (problem.rules().routes() == RoutePolicy.LISTED) {
      routes.removeIf(r -> problem.flows().get(m.flow()).routes().stream().noneMatch(l -> Set.copyOf(l).equals(Set.copyOf(r))));
    }
    return routes;
  }

  private int router(int tile) {
    return problem.network().tiles().get(tile).router();
  }

  private int near(int edge, boolean in) {
    return in ? links.edges().get(edge).to() : links.edges().get(edge).from();
  }

  private int far(int edge, boolean in) {
    return in ? links.edges().get(edge).from() : links.edges().get(edge).to();
  }

  /** The links of a set from the root on, if they are a tree all of whose leaves are ends; otherwise nothing. */
  private List<Integer> tree(int set, int root, List<Integer> ends, boolean in) {
    List<Integer> order = new ArrayList<>();
    List<Integer> reached = new ArrayList<>(List.of(root));
    Set<Integer> inside = new HashSet<>();
    for (int i = 0; i < reached.size(); i++) {
      for (int k = 0; k < inner.size(); k++) {
        int e = inner.get(k);
        if ((set >> k & 1) == 1 && near(e, in) == reached.get(i)) {
          if (reached.contains(far(e, in))) {
            return List.of();
          }
          reached.add(far(e, in));
          order.add(e);
          inside.add(near(e, in));
        }
      }
    }
    boolean sound = order.size() == Integer.bitCount(set) && reached.containsAll(ends)
        && reached.stream().allMatch(v -> inside.contains(v) || ends.contains(v));
    return sound ? order : List.of();
  }

  /** In-trees are all allowed here, whatever the policy: bounds must hold for more than there is. */
  private boolean allowed(Message m, List<Integer> tree, int root, List<Integer> ends, boolean in) {
    RoutePolicy policy = problem.rules().routes();
    if (m.shape() == Message.Shape.LINK) {
      return tree.size() == 1;
    }
    if (in || policy == RoutePolicy.FREE || policy == RoutePolicy.LISTED) {
      return true;
    }
    boolean xy = true;
    boolean yx = true;
    boolean shortest = true;
    for (int end : ends) {
      List<Integer> path = path(tree, root, end);
      shortest &= path.size() == fewest(root, end);
      xy &= policy == RoutePolicy.SHORTEST || path.equals(straight(root, end, true));
      yx &= policy == RoutePolicy.SHORTEST || path.equals(straight(root, end, false));
    }
    return switch (policy) {
      case SHORTEST -> shortest;
      case XY -> xy;
      default -> xy || yx;
    };
  }

  private List<Integer> path(List<Integer> tree, int root, int end) {
    List<Integer> path = new ArrayList<>();
    for (int at = end; at != root;) {
      for (int e : tree) {
        if (links.edges().get(e).to() == at) {
          path.add(0, e);
        }
      }
      at = links.edges().get(path.get(0)).from();
    }
    return path;
  }

  private int fewest(int from, int to) {
    Set<Integer> reached = new HashSet<>(Set.of(from));
    for (int n = 0;; n++) {
      if (reached.contains(to)) {
        return n;
      }
      Set<Integer> next = new HashSet<>(reached);
      for (int e : inner) {
        if (reached.contains(links.edges().get(e).from())) {
          next.add(links.edges().get(e).to());
        }
      }
      reached = next;
    }
  }

  private List<Integer> straight(int from, int to, boolean columnsFirst) {
    List<Integer> path = new ArrayList<>();
    int w = problem.network().columns();
    int x = from % w;
    int y = from / w;
    while (y * w + x != to) {
      int before = y * w + x;
      boolean horizontal = columnsFirst ? x != to % w : y == to / w;
      x += horizontal ? Integer.signum(to % w - x) : 0;
      y += horizontal ? 0 : Integer.signum(to / w - y);
      int after = y * w + x;
      path.add(inner.stream()
          .filter(e -> links.edges().get(e).from() == before && links.edges().get(e).to() == after).findFirst().orElseThrow());
    }
    return path;
  }

  private List<Integer> withPorts(Message m, List<Integer> tree, boolean in) {
    List<Integer> route = new ArrayList<>();
    for (int s : m.sources()) {
      port(problem.network().tiles().get(s), true, route);
    }
    List<Integer> flowing = new ArrayList<>(tree);
    if (in) {
      Collections.reverse(flowing);
    }
    route.addAll(flowing);
    for (int d : m.destinations()) {
      port(problem.network().tiles().get(d), false, route);
    }
    return route;
  }

  private void port(Tile tile, boolean inject, List<Integer> route) {
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (!inner.contains(e) && (inject ? edge.from() == tile.source() : edge.to() == tile.sink())) {
        route.add(e);
      }
    }
  }
}
