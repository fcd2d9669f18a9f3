package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest way of a message to its destination by the horizon of {@link SlotPrices}, over any route and from any slot.
 *
 * <p>Role: shortest paths over pairs of node and slot, in integers; no allowed route costs less. Policies with one or two known paths look at
 * these only; the others look at all walks (with the fewest links, where the policy asks for that).
 */
public final class CheapestHolds {
  /** The cost of a message that cannot finish by the horizon. */
  public static final long NEVER = Long.MAX_VALUE / 8;

  /**
   * The beginning of a hold on the way.
   *
   * @param edge index
   * @param slot first slot
   * @param slots how many, at least
   */
  public record Hold(int edge, long slot, long slots) {}

  /** What two messages have in common if their ways are looked for together. */
  private record Origin(int source, long start, long volume, int only) {}

  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final Times times;
  private final SlotPrices prices;
  private final int horizon;
  private final boolean waiting;
  private final boolean storeAndForward;
  private final LinkPaths paths;
  private final List<List<Integer>> leaving;
  private final List<List<Integer>> entering = new ArrayList<>();
  private Origin at = new Origin(-1, 0, 0, -1);
  private long[][] best = new long[0][];

  /** Times are those of the problem with all its precedences. */
  CheapestHolds(LinkSlotsProblem problem, Times times, SlotPrices prices) {
    this.problem = problem;
    this.links = problem.network().links();
    this.times = times;
    this.prices = prices;
    this.horizon = (int) prices.horizon();
    this.waiting = problem.rules().waiting();
    this.storeAndForward = problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD;
    this.paths = new LinkPaths(problem.network());
    this.leaving = links.outgoing();
    links.nodes().forEach(n -> entering.add(new ArrayList<>()));
    for (int e = 0; e < links.edges().size(); e++) {
      entering.get(links.edges().get(e).to()).add(e);
    }
  }

  /** For the messages of a problem; ask for messages of one source one after the other. */
  public CheapestHolds(LinkSlotsProblem problem, SlotPrices prices) {
    this(problem, new Times(problem), prices);
  }

  /** Least cost of a message, at least that of its dearest end if it is a tree; {@link #NEVER} if it cannot finish in time. */
  public long cost(Message m) {
    long most = 0;
    for (int s : m.sources()) {
      for (int d : m.destinations()) {
        most = Math.max(most, search(m, s, d, null));
      }
    }
    return most;
  }

  /** The holds of a cheapest way to the dearest end; empty if there is none in time or it needs none. */
  public List<Hold> way(Message m) {
    long most = -1;
    int source = m.source();
    int destination = m.destinations().get(0);
    for (int s : m.sources()) {
      for (int d : m.destinations()) {
        long cost = search(m, s, d, null);
        if (cost > most) {
          most = cost;
          source = s;
          destination = d;
        }
      }
    }
    List<Hold> way = new ArrayList<>();
    if (most < NEVER) {
      search(m, source, destination, way);
    }
    return way;
  }

  private long search(Message m, int source, int destination, @Nullable List<Hold> way) {
    int last = times.reach(m).lastNode(destination);
    if (last == problem.network().tiles().get(source).router()) {
      return 0;
    }
    boolean mesh = problem.network().isMesh() && m.shape() == Message.Shape.PATH;
    RoutePolicy policy = problem.rules().routes();
    if (mesh && !waiting && (policy == RoutePolicy.XY || policy == RoutePolicy.XY_YX)) {
      return alongPaths(m, source, destination, way);
    }
    boolean shortest = policy == RoutePolicy.SHORTEST && m.shape() == Message.Shape.PATH;
    fill(m, new Origin(source, times.start(m), m.volume(), shortest ? destination : -1));
    long cost = NEVER;
    int lastEdge = -1;
    int lastSlot = -1;
    for (int e : entering.get(last)) {
      long[] from = best[links.edges().get(e).from()];
      long hold = times.hold(m, e);
      for (int t = (int) Math.min(horizon, times.start(m)); t + hold + times.follows(m) <= horizon; t++) {
        if (from[t] < NEVER && from[t] + price(e, t, hold) < cost && isAllowed(e, at)) {
          cost = from[t] + price(e, t, hold);
          lastEdge = e;
          lastSlot = t;
        }
      }
    }
    if (way != null && lastEdge >= 0) {
      back(m, lastEdge, lastSlot, way);
    }
    return cost;
  }

  private long price(int edge, long from, long slots) {
    long price = 0;
    for (int c : links.edges().get(edge).channels()) {
      price += prices.of(c, from, from + slots);
    }
    return price;
  }

  private boolean isAllowed(int edge, Origin origin) {
    Edge e = links.edges().get(edge);
    return origin.only() < 0 || paths.isOnShortest(origin.source(), origin.only(), e.from(), e.to());
  }

  /** The cost of being able to enter an edge at each node in each slot, from one source on. */
  private void fill(Message m, Origin origin) {
    if (origin.equals(at)) {
      return;
    }
    at = origin;
    if (best.length == 0) {
      best = new long[links.nodes().size()][horizon + 1];
    }
    for (long[] row : best) {
      Arrays.fill(row, NEVER);
    }
    int source = problem.network().tiles().get(origin.source()).source();
    List<int[]> zero = new ArrayList<>();
    List<int[]> later = new ArrayList<>();
    Reach reach = times.reach(m);
    for (int e = 0; e < links.edges().size(); e++) {
      if (isAllowed(e, origin)) {
        int step = (int) Math.min(horizon + 1L, storeAndForward ? reach.latency(e) + times.hold(m, e) : reach.latency(e));
        (step == 0 ? zero : later).add(new int[] {e, links.edges().get(e).from(), links.edges().get(e).to(), step});
      }
    }
    for (int t = (int) Math.min(origin.start(), horizon + 1L); t <= horizon; t++) {
      best[source][t] = 0;
      if (waiting && t > 0) {
        for (long[] row : best) {
          row[t] = Math.min(row[t], row[t - 1]);
        }
      }
      while (relax(m, zero, t)) {
        // links without delay lead on in the same slot
      }
      relax(m, later, t);
    }
  }

  private boolean relax(Message m, List<int[]> edges, int t) {
    boolean better = false;
    for (int[] e : edges) {
      long cost = best[e[1]][t];
      if (cost < NEVER && t + e[3] <= horizon) {
        long reached = cost + price(e[0], t, times.hold(m, e[0]));
        if (reached < best[e[2]][t + e[3]]) {
          best[e[2]][t + e[3]] = reached;
          better = true;
        }
      }
    }
    return better;
  }

  /** Collects a way backwards: any edge that explains the cost of its end. */
  private void back(Message m, int lastEdge, int lastSlot, List<Hold> way) {
    way.add(new Hold(lastEdge, lastSlot, times.hold(m, lastEdge)));
    int node = links.edges().get(lastEdge).from();
    int t = lastSlot;
    int source = problem.network().tiles().get(at.source()).source();
    while (node != source && way.size() <= links.edges().size()) {
      int[] before = before(m, node, t);
      if (before.length == 0) {
        way.clear();
        return;
      }
      if (before[0] >= 0) {
        way.add(new Hold(before[0], before[1], times.hold(m, before[0])));
        node = links.edges().get(before[0]).from();
      }
      t = before[1];
    }
    Collections.reverse(way);
  }

  private int[] before(Message m, int node, int t) {
    Reach reach = times.reach(m);
    for (int e : entering.get(node)) {
      long hold = times.hold(m, e);
      long from = t - (storeAndForward ? reach.latency(e) + hold : reach.latency(e));
      if (from >= 0 && isAllowed(e, at)) {
        long cost = best[links.edges().get(e).from()][(int) from];
        if (cost < NEVER && cost + price(e, from, hold) == best[node][t]) {
          return new int[] {e, (int) from};
        }
      }
    }
    return waiting && t > 0 && best[node][t - 1] == best[node][t] ? new int[] {-1, t - 1} : new int[0];
  }

  /** Over the XY path, or the YX path too. */
  private long alongPaths(Message m, int source, int destination, @Nullable List<Hold> way) {
    long cheapest = NEVER;
    List<List<Integer>> routes = new ArrayList<>(List.of(paths.straight(source, destination, true)));
    if (problem.rules().routes() == RoutePolicy.XY_YX) {
      routes.add(paths.straight(source, destination, false));
    }
    for (List<Integer> links : routes) {
      List<Integer> edges = withPorts(source, destination, links);
      Reach reach = times.reach(m);
      for (long t = times.start(m); t <= horizon; t++) {
        long at = t;
        long cost = 0;
        long end = t;
        List<Hold> holds = way == null ? null : new ArrayList<>();
        for (int e : edges) {
          long hold = times.hold(m, e);
          cost += price(e, at, hold);
          boolean counts = problem.network().finishCountsPorts() || links.contains(e);
          end = counts ? Math.max(end, at + hold) : end;
          if (holds != null) {
            holds.add(new Hold(e, at, hold));
          }
          at += reach.latency(e) + (storeAndForward ? hold : 0);
        }
        if (end + times.follows(m) > horizon) {
          break;
        }
        if (cost < cheapest) {
          cheapest = cost;
          if (way != null && holds != null) {
            way.clear();
            way.addAll(holds);
          }
        }
      }
    }
    return cheapest;
  }

  private List<Integer> withPorts(int source, int destination, List<Integer> inner) {
    List<Integer> all = new ArrayList<>();
    int from = problem.network().tiles().get(source).source();
    int to = problem.network().tiles().get(destination).sink();
    if (from != problem.network().tiles().get(source).router()) {
      all.addAll(leaving.get(from).subList(0, 1));
    }
    all.addAll(inner);
    if (to != problem.network().tiles().get(destination).router()) {
      all.addAll(entering.get(to).subList(0, 1));
    }
    return all;
  }
}
