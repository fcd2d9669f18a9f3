package dev.dovetail.models.linkslots.routes;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes and trees that a message may choose from under the problem's {@link RoutePolicy}.
 *
 * <p>Role: one list for greedy, local search and encodings. Paths under XY: one; under XY_YX: at most two; under SHORTEST: those with the fewest
 * links; under FREE: those first, then detours; under LISTED: those of the flow. Trees: see {@link TreeShapes}; of an in-tree the mirror. A
 * transfer has the one link between its tiles. Equal problem, cap and message: equal list in equal order.
 */
public final class RouteOptions {
  /** Most candidates of a message where nothing else is asked. */
  public static final int CAP = 24;

  /** More messages than these are given two candidates each by {@link #forSearch}. */
  public static final int MANY_MESSAGES = 10_000;

  private final LinkSlotsProblem problem;
  private final SlotNetwork network;
  private final int cap;
  private final RouteTiming timing;
  private final LinkGraph forward;
  private final LinkGraph backward;
  private final MeshPaths mesh;
  private final SimplePaths paths;
  private final int[] inject;
  private final int[] eject;
  private final boolean[] shared; // by channel: whether several edges hold it
  private final Map<Ends, Choice> known = new HashMap<>();

  /**
   * Candidates of one message.
   *
   * @param routes best first: of equal policy rank the ones with fewer links
   * @param complete whether they are all routes that the policy allows; a proof over them is then one over all
   */
  public record Choice(List<TimedRoute> routes, boolean complete) {
    public Choice {
      routes = List.copyOf(routes);
    }
  }

  /** What decides the paths of a message. */
  private record Ends(int source, int destination, long volume) {}

  /**
   * Candidates for a search: up to {@link #CAP} for each message, and two where there are so many messages that more would take longer to list
   * than to schedule.
   */
  public static RouteOptions forSearch(LinkSlotsProblem problem) {
    return new RouteOptions(problem, problem.messages().size() > MANY_MESSAGES ? 2 : CAP);
  }

  /** Up to {@link #CAP} candidates for each message of a problem. */
  public RouteOptions(LinkSlotsProblem problem) {
    this(problem, CAP);
  }

  /**
   * @param problem whose messages
   * @param cap most candidates of a message where the policy allows more, at least 1
   */
  public RouteOptions(LinkSlotsProblem problem, int cap) {
    if (cap < 1) {
      throw new IllegalArgumentException("The most routes of a message (%d) must be positive.".formatted(cap));
    }
    this.problem = problem;
    this.network = problem.network();
    this.cap = cap;
    this.timing = new RouteTiming(problem);
    this.forward = new LinkGraph(network, false);
    this.backward = new LinkGraph(network, true);
    this.mesh = new MeshPaths(network, forward);
    this.paths = new SimplePaths(forward, backward);
    this.shared = new boolean[network.links().channels().size()];
    boolean[] used = new boolean[shared.length];
    for (Edge edge : network.links().edges()) {
      for (int c : edge.channels()) {
        shared[c] |= used[c];
        used[c] = true;
      }
    }
    this.inject = network.tiles().stream().mapToInt(t -> LinkGraph.injectEdge(network, t)).toArray();
    this.eject = network.tiles().stream().mapToInt(t -> LinkGraph.ejectEdge(network, t)).toArray();
  }

  /** The candidates of a message; none if its destinations cannot be reached. */
  public Choice of(Message message) {
    if (message.shape() == Message.Shape.PATH && problem.rules().routes() != RoutePolicy.LISTED) {
      Ends key = new Ends(message.source(), message.destinations().get(0), message.volume());
      synchronized (known) {
        Choice choice = known.get(key);
        if (choice == null) {
          choice = compute(message);
          known.put(key, choice);
        }
        return choice;
      }
    }
    return compute(message);
  }

  /** Whether the candidates of every message are all that the policy allows. */
  public boolean isComplete() {
    return problem.messages().stream().allMatch(m -> of(m).complete());
  }

  private Choice compute(Message message) {
    if (problem.rules().routes() == RoutePolicy.LISTED) {
      return timed(message, listed(message), true);
    }
    return switch (message.shape()) {
      case LINK -> timed(message, links(message), true);
      case PATH -> path(message);
      case TREE, IN_TREE -> tree(message);
    };
  }

  private Choice timed(Message message, Collection<List<Integer>> edgeLists, boolean complete) {
    return new Choice(edgeLists.stream().filter(this::isSound).map(e -> timing.of(message, e)).toList(), complete);
  }

  /** Whether no channel would be entered from two nodes, so perhaps at two times. */
  private boolean isSound(List<Integer> edges) {
    Map<Integer, Integer> sender = new HashMap<>();
    for (int e : edges) {
      Edge edge = network.links().edges().get(e);
      for (int c : edge.channels()) {
        Integer before = shared[c] ? sender.putIfAbsent(c, edge.from()) : null;
        if (before != null && before != edge.from()) {
          return false;
        }
      }
    }
    return true;
  }

  private List<List<Integer>> links(Message message) {
    int from = router(message.source());
    int to = router(message.destinations().get(0));
    List<List<Integer>> links = new ArrayList<>();
    for (int e : forward.outgoing(from)) {
      if (forward.head(e) == to) {
        links.add(withPorts(message, List.of(e)));
      }
    }
    return links;
  }

  private Choice path(Message message) {
    int from = router(message.source());
    int to = router(message.destinations().get(0));
    Set<List<Integer>> found = new LinkedHashSet<>();
    RoutePolicy policy = problem.rules().routes();
    for (boolean columnsFirst : policy == RoutePolicy.XY ? new boolean[] {true} : new boolean[] {true, false}) {
      mesh.path(from, to, columnsFirst).ifPresent(p -> found.add(boxed(p)));
    }
    boolean complete = true;
    if (policy == RoutePolicy.SHORTEST || policy == RoutePolicy.FREE) {
      // What stands in rows and columns may be farther on a torus than around it.
      found.removeIf(p -> p.size() > forward.distancesFrom(from)[to]);
      if (found.size() >= cap) {
        return timed(message, found.stream().limit(cap).map(p -> withPorts(message, p)).toList(), false);
      }
      SimplePaths.Found all = policy == RoutePolicy.FREE ? paths.any(from, to, cap) : paths.shortest(from, to, cap);
      found.addAll(all.paths());
      complete = all.complete();
    }
    return timed(message, found.stream().limit(complete ? Long.MAX_VALUE : cap).map(p -> withPorts(message, p)).toList(),
        complete);
  }

  private Choice tree(Message message) {
    boolean in = message.shape() == Message.Shape.IN_TREE;
    TreeShapes shapes = new TreeShapes(in ? backward : forward, mesh, in);
    int root = router(in ? message.destinations().get(0) : message.source());
    List<Integer> terminals = (in ? message.sources() : message.destinations()).stream().map(this::router).distinct().toList();
    List<List<Integer>> trees = new ArrayList<>();
    RoutePolicy policy = problem.rules().routes();
    switch (policy) {
      case SHORTEST -> trees.addAll(shapes.shortest(root, terminals, cap));
      case FREE -> trees.addAll(shapes.any(root, terminals, cap));
      default -> {
        trees.add(shapes.union(root, terminals, true));
        if (policy == RoutePolicy.XY_YX) {
          trees.add(shapes.union(root, terminals, false));
        }
      }
    }
    List<List<Integer>> edges = trees.stream().distinct().filter(t -> !t.isEmpty()).map(t -> {
      List<Integer> flowing = new ArrayList<>(t);
      if (in) {
        Collections.reverse(flowing);
      }
      return withPorts(message, flowing);
    }).toList();
    return timed(message, edges, policy == RoutePolicy.XY || policy == RoutePolicy.XY_YX);
  }

  /** The flow's routes that begin and end where the message does. */
  private List<List<Integer>> listed(Message message) {
    LinkNetwork links = network.links();
    List<List<Integer>> fitting = new ArrayList<>();
    for (List<Integer> route : problem.flows().get(message.flow()).routes()) {
      Map<Integer, Integer> entered = new LinkedHashMap<>();
      Set<Integer> left = new HashSet<>();
      for (int e : route) {
        Edge edge = links.edges().get(e);
        entered.merge(edge.to(), 1, Integer::sum);
        left.add(edge.from());
      }
      Set<Integer> starts = new HashSet<>(left);
      starts.removeAll(entered.keySet());
      Set<Integer> ends = new HashSet<>(entered.keySet());
      ends.removeAll(left);
      Set<Integer> sources = nodes(message.sources(), true);
      Set<Integer> sinks = nodes(message.destinations(), false);
      // Without ports a member of the group may stand where others' data pass.
      boolean fits = sources.containsAll(starts) && sinks.containsAll(ends) && left.containsAll(sources)
          && entered.keySet().containsAll(sinks);
      if (fits) {
        fitting.add(route);
      }
    }
    return fitting;
  }

  private Set<Integer> nodes(List<Integer> tiles, boolean source) {
    Set<Integer> nodes = new HashSet<>();
    for (int t : tiles) {
      Tile tile = network.tiles().get(t);
      nodes.add(source ? tile.source() : tile.sink());
    }
    return nodes;
  }

  private List<Integer> withPorts(Message message, List<Integer> links) {
    List<Integer> edges = new ArrayList<>(links.size() + message.sources().size() + message.destinations().size());
    for (int s : message.sources()) {
      if (inject[s] >= 0) {
        edges.add(inject[s]);
      }
    }
    edges.addAll(links);
    for (int d : message.destinations()) {
      if (eject[d] >= 0) {
        edges.add(eject[d]);
      }
    }
    return edges;
  }

  private int router(int tile) {
    return network.tiles().get(tile).router();
  }

  private static List<Integer> boxed(int[] edges) {
    List<Integer> list = new ArrayList<>(edges.length);
    for (int e : edges) {
      list.add(e);
    }
    return list;
  }
}
