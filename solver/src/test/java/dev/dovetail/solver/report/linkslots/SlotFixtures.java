package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Networks, flows and tables to draw: shortest routes or trees in breadth-first order, each message in the first slots that fit. */
public final class SlotFixtures {
  private SlotFixtures() {}

  /** Builds a network tile by tile. */
  static final class Builder {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();

    /** A tile behind ports of one slot each. */
    Builder tile(String name, int x, int y) {
      nodes.add(new Node("r" + name, Node.Kind.ROUTER, -1));
      nodes.add(new Node(name, Node.Kind.CORE, -1));
      int router = nodes.size() - 2;
      edge("inject " + name, Channel.Kind.INJECT, router + 1, router);
      edge("eject " + name, Channel.Kind.EJECT, router, router + 1);
      tiles.add(new Tile(name, router + 1, router + 1, router, x, y));
      return this;
    }

    /** Links in both directions. */
    Builder link(int a, int b) {
      edge(tiles.get(a).name() + "->" + tiles.get(b).name(), Channel.Kind.LINK, tiles.get(a).router(), tiles.get(b).router());
      edge(tiles.get(b).name() + "->" + tiles.get(a).name(), Channel.Kind.LINK, tiles.get(b).router(), tiles.get(a).router());
      return this;
    }

    private void edge(String name, Channel.Kind kind, int from, int to) {
      edges.add(new Edge(name, from, to, List.of(channels.size())));
      channels.add(new Channel(name, kind, Bandwidth.ofBytesPerCycle(1), 1, 0));
    }

    SlotNetwork network(int columns, int rows) {
      return new SlotNetwork(new LinkNetwork(nodes, channels, edges), tiles, LocalPorts.BOTH, columns, rows);
    }
  }

  static SlotNetwork mesh(int columns, int rows) {
    Builder b = new Builder();
    for (int t = 0; t < columns * rows; t++) {
      b.tile(Integer.toString(t), t % columns, t / columns);
    }
    for (int t = 0; t < columns * rows; t++) {
      if (t % columns + 1 < columns) {
        b.link(t, t + 1);
      }
      if (t + columns < columns * rows) {
        b.link(t, t + columns);
      }
    }
    return b.network(columns, rows);
  }

  /** A ring of tiles without positions. */
  public static SlotNetwork ring(int tiles) {
    Builder b = new Builder();
    for (int t = 0; t < tiles; t++) {
      b.tile("sw" + t, -1, -1);
    }
    for (int t = 0; t < tiles; t++) {
      b.link(t, (t + 1) % tiles);
    }
    return b.network(0, 0);
  }

  static LinkSlotsProblem problem(String name, SlotNetwork network, List<Flow> flows) {
    return new LinkSlotsProblem(name, network, flows, SlotRules.DEFAULT);
  }

  /** Every tile sends to every other one. */
  static LinkSlotsProblem allToAll(int columns, int rows, long flits) {
    List<Flow> flows = new ArrayList<>();
    int n = columns * rows;
    for (int s = 0; s < n; s++) {
      for (int j = 1; j < n; j++) {
        flows.add(Flow.unicast(s + "-" + (s + j) % n, s, (s + j) % n, flits));
      }
    }
    return problem("all-to-all " + columns + " x " + rows, mesh(columns, rows), flows);
  }

  /**
   * METRO's Fig. 5: tiles 1 (0,0), 2 (0,1), 3 (0,2), 4 (1,1), 5 (1,2), 6 (2,1), 7 (2,2), unnumbered 8 (1,0) and 9 (2,0), and a memory
   * controller north of 8. Source: arXiv 2108.10570, Fig. 5.
   */
  public static LinkSlotsProblem figure5() {
    Builder b = new Builder().tile("MC", 1, -1).tile("1", 0, 0).tile("2", 0, 1).tile("3", 0, 2).tile("4", 1, 1).tile("5", 1, 2)
        .tile("6", 2, 1).tile("7", 2, 2).tile("8", 1, 0).tile("9", 2, 0);
    for (int[] pair : new int[][] {{0, 8}, {1, 8}, {8, 9}, {2, 4}, {4, 6}, {3, 5}, {5, 7}, {1, 2}, {2, 3}, {8, 4}, {4, 5}, {9, 6},
        {6, 7}}) {
      b.link(pair[0], pair[1]);
    }
    return problem("METRO Fig. 5", b.network(0, 0), List.of(Flow.multicast("1", 0, List.of(1, 2, 3), 2),
        Flow.multicast("2", 0, List.of(4, 5, 6, 7), 2), Flow.unicast("3", 2, 3, 5), Flow.unicast("4", 6, 7, 2)));
  }

  /** The table of the figure: flows in their order, each in the first slots that fit, over the figure's trees. */
  static SlotTable figure5Table(LinkSlotsProblem problem) {
    return earliestFit(problem, List.of(
        edges(problem, "inject MC", "MC->8", "8->1", "eject 1", "1->2", "eject 2", "2->3", "eject 3"),
        edges(problem, "inject MC", "MC->8", "8->4", "eject 4", "4->5", "eject 5", "4->6", "eject 6", "6->7", "eject 7"),
        edges(problem, "inject 2", "2->3", "eject 3"), edges(problem, "inject 6", "6->7", "eject 7")));
  }

  /** Edges by name. */
  public static List<Integer> edges(LinkSlotsProblem problem, String... names) {
    Map<String, Integer> indices = problem.network().links().edgeIndices();
    return Arrays.stream(names).map(indices::get).toList();
  }

  /** Every message over breadth-first routes, in the first slots that fit; repeated messages modulo their period. */
  static SlotTable earliestFit(LinkSlotsProblem problem) {
    return earliestFit(problem, problem.messages().stream().map(m -> tree(problem, m)).toList());
  }

  /** Every message over breadth-first routes, when the one before it has ended. */
  static SlotTable oneAfterTheOther(LinkSlotsProblem problem) {
    RouteTiming timing = new RouteTiming(problem);
    List<Transmission> table = new ArrayList<>();
    long start = 0;
    for (Message m : problem.messages()) {
      TimedRoute route = timing.of(m, tree(problem, m));
      table.add(new Transmission(m.index(), route.edges(), start));
      start += route.lastEnd();
    }
    return new SlotTable(table);
  }

  private static SlotTable earliestFit(LinkSlotsProblem problem, List<List<Integer>> routes) {
    RouteTiming timing = new RouteTiming(problem);
    Map<Integer, List<long[]>> busy = new HashMap<>();
    List<Transmission> table = new ArrayList<>();
    for (Message m : problem.messages()) {
      TimedRoute route = timing.of(m, routes.get(m.index()));
      long start = m.release();
      for (long later = start; later >= 0; start += later) {
        later = -1;
        for (int i = 0; i < route.channels().length && later < 0; i++) {
          long from = start + route.offsets()[i];
          for (long[] hold : busy.getOrDefault(route.channels()[i], List.of())) {
            if (m.period() > 0) {
              long common = BigInteger.valueOf(m.period()).gcd(BigInteger.valueOf(hold[2])).longValue();
              long s = Math.floorMod(hold[0] - from, common);
              boolean clash = s < route.durations()[i] || common - s < hold[1] - hold[0];
              later = clash ? Math.max(1, later) : later;
            } else if (hold[0] < from + route.durations()[i] && from < hold[1]) {
              later = Math.max(later, hold[1] - from);
            }
          }
        }
        if (later < 0) {
          break;
        }
      }
      for (int i = 0; i < route.channels().length; i++) {
        long from = start + route.offsets()[i];
        busy.computeIfAbsent(route.channels()[i], k -> new ArrayList<>())
            .add(new long[] {from, from + route.durations()[i], m.period()});
      }
      table.add(new Transmission(m.index(), route.edges(), start));
    }
    return new SlotTable(table);
  }

  private static List<Integer> tree(LinkSlotsProblem problem, Message m) {
    LinkNetwork links = problem.network().links();
    int root = problem.network().tiles().get(m.source()).source();
    Map<Integer, Integer> by = new HashMap<>();
    Deque<Integer> queue = new ArrayDeque<>(List.of(root));
    List<List<Integer>> outgoing = links.outgoing();
    while (!queue.isEmpty()) {
      int node = queue.poll();
      for (int e : outgoing.get(node)) {
        int to = links.edges().get(e).to();
        if (to != root && by.putIfAbsent(to, e) == null) {
          queue.add(to);
        }
      }
    }
    Set<Integer> edges = new LinkedHashSet<>();
    for (int d : m.destinations()) {
      Deque<Integer> path = new ArrayDeque<>();
      for (int node = problem.network().tiles().get(d).sink(); node != root; node = links.edges().get(by.get(node)).from()) {
        path.push(by.get(node));
      }
      edges.addAll(path);
    }
    return List.copyOf(edges);
  }

  static Evaluation executable(long objective) {
    return new Evaluation(objective, Map.of(), List.of());
  }
}
