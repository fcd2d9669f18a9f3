package dev.dovetail.solver.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Spreads the load of messages over the network: round by round each message is taken off its route and gets the cheapest one, where a channel
 * costs more the more it is loaded. Where any path is allowed, paths are searched; otherwise the candidates are compared.
 *
 * <p>Source: rip-up and reroute with prices that grow with load, after Aspnes et al., "On-line routing of virtual circuits", 1997.
 */
final class RouteBalancer {
  private static final int ROUNDS = 14;
  /** Rounds at the end whose routes become candidates. */
  private static final int KEPT = 8;
  /** Price of a channel without load: it keeps detours short. */
  private static final double IDLE = 1.0 / 64;
  /** Messages times edges beyond which it would take too long. */
  private static final long MOST_WORK = 4_000_000;

  private final SlotInstance instance;
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final RouteTiming timing;
  private final List<List<Integer>> outgoing;
  private final boolean[] endsHere;
  private final double[] load;
  private final double[] price;
  private final SplittableRandom random;

  RouteBalancer(SlotInstance instance, long seed) {
    this.instance = instance;
    this.problem = instance.problem();
    this.links = problem.network().links();
    this.timing = new RouteTiming(problem);
    this.outgoing = links.outgoing();
    this.random = new SplittableRandom(seed);
    this.load = new double[links.channels().size()];
    this.price = new double[load.length];
    this.endsHere = new boolean[links.nodes().size()];
    for (int v = 0; v < endsHere.length; v++) {
      endsHere[v] = links.nodes().get(v).kind() == Node.Kind.DRAM;
    }
    for (Tile tile : problem.network().tiles()) {
      endsHere[tile.source()] |= tile.source() != tile.router();
      endsHere[tile.sink()] |= tile.sink() != tile.router();
    }
  }

  /**
   * What balancing found.
   *
   * @param last routes of the last round
   * @param candidates by message: where paths were searched, the first two candidates and the routes of late rounds; otherwise all candidates
   */
  record Balanced(TimedRoute[] last, TimedRoute[][] candidates) {}

  /** Whether there is a choice that can be balanced in little time. */
  boolean isWorthwhile() {
    boolean choice = false;
    for (int m = 0; m < instance.size(); m++) {
      choice |= instance.routes(m).length > 1;
    }
    return choice && (long) instance.size() * links.edges().size() <= MOST_WORK;
  }

  /** Balances. */
  Balanced balance(BooleanSupplier stop) {
    int n = instance.size();
    TimedRoute[] now = new TimedRoute[n];
    List<Set<TimedRoute>> used = new ArrayList<>();
    for (int m = 0; m < n; m++) {
      now[m] = instance.routes(m)[0];
      put(now[m], 1);
      used.add(new LinkedHashSet<>());
    }
    int[] order = new int[n];
    Arrays.setAll(order, m -> m);
    for (int round = 0; round < ROUNDS && !stop.getAsBoolean(); round++) {
      double most = Math.max(1, Arrays.stream(load).max().orElse(1));
      for (int i = n - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      int doublings = 1 + Math.min(3, round / 2);
      for (int m : order) {
        put(now[m], -1);
        now[m] = cheapest(m, now[m], most, doublings);
        put(now[m], 1);
        if (round >= ROUNDS - KEPT) {
          used.get(m).add(now[m]);
        }
      }
    }
    TimedRoute[][] candidates = new TimedRoute[n][];
    for (int m = 0; m < n; m++) {
      Set<TimedRoute> kept = new LinkedHashSet<>();
      TimedRoute[] all = instance.routes(m);
      for (int i = 0; i < all.length && (i < 2 || !isFree(m)); i++) {
        kept.add(all[i]);
      }
      kept.addAll(used.get(m));
      candidates[m] = kept.toArray(TimedRoute[]::new);
    }
    return new Balanced(now, candidates);
  }

  private boolean isFree(int m) {
    return problem.rules().routes() == RoutePolicy.FREE && instance.message(m).shape() == Message.Shape.PATH;
  }

  private void put(TimedRoute route, int sign) {
    for (int p = 0; p < route.channels().length; p++) {
      load[route.channels()[p]] += sign * (double) route.durations()[p] / instance.capacity()[route.channels()[p]];
    }
  }

  private TimedRoute cheapest(int m, TimedRoute known, double most, int doublings) {
    double duration = known.durations()[0];
    for (int c = 0; c < price.length; c++) {
      double x = (load[c] + duration / instance.capacity()[c]) / most;
      for (int k = 0; k < doublings; k++) {
        x *= x;
      }
      price[c] = x + IDLE;
    }
    if (isFree(m)) {
      List<Integer> path = path(instance.message(m));
      return path.equals(known.edges()) ? known : timing.of(instance.message(m), path);
    }
    TimedRoute best = known;
    double least = cost(known);
    for (TimedRoute route : instance.routes(m)) {
      double cost = cost(route);
      if (cost < least) {
        least = cost;
        best = route;
      }
    }
    return best;
  }

  private double cost(TimedRoute route) {
    double sum = 0;
    for (int c : route.channels()) {
      sum += price[c];
    }
    return sum;
  }

  private record Reached(int node, double cost) {}

  /** The cheapest path from source to destination. */
  private List<Integer> path(Message message) {
    int source = problem.network().tiles().get(message.source()).source();
    int sink = problem.network().tiles().get(message.destinations().get(0)).sink();
    double[] cost = new double[endsHere.length];
    int[] by = new int[endsHere.length];
    boolean[] done = new boolean[endsHere.length];
    Arrays.fill(cost, Double.MAX_VALUE);
    cost[source] = 0;
    PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Double.compare(a.cost, b.cost));
    queue.add(new Reached(source, 0));
    while (!done[sink]) {
      int v = queue.remove().node;
      if (done[v] || v != source && endsHere[v] && v != sink) {
        continue;
      }
      done[v] = true;
      for (int e : outgoing.get(v)) {
        Edge edge = links.edges().get(e);
        double through = cost[v];
        for (int c : edge.channels()) {
          through += price[c];
        }
        if (through < cost[edge.to()]) {
          cost[edge.to()] = through;
          by[edge.to()] = e;
          queue.add(new Reached(edge.to(), through));
        }
      }
    }
    List<Integer> path = new ArrayList<>();
    for (int v = sink; v != source; v = links.edges().get(by[v]).from()) {
      path.add(0, by[v]);
    }
    return path;
  }
}
