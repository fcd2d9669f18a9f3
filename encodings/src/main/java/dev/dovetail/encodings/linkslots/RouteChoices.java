package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a problem with the routes among which a model chooses.
 *
 * @param problem nothing waits in it, nothing repeats, and every message must be served
 * @param routes by message; at least one each
 * @param together groups of messages that start in the same slot and take the routes of the same place, each message once: single ones, or
 *     the images of one under symmetries of the network
 */
public record RouteChoices(LinkSlotsProblem problem, List<List<TimedRoute>> routes, List<List<Integer>> together) {
  public RouteChoices {
    together = together.stream().map(List::copyOf).toList();
    routes = routes.stream().map(List::copyOf).toList();
    if (routes.size() != problem.messages().size()) {
      throw new IllegalArgumentException(
          "The routes (%d lists) must be as many as the messages (%d).".formatted(routes.size(), problem.messages().size()));
    }
    for (Message m : problem.messages()) {
      if (routes.get(m.index()).isEmpty()) {
        throw new IllegalArgumentException("The message (%s) must have a route.".formatted(m.name()));
      }
    }
  }

  /** Each message goes on its own. */
  public RouteChoices(LinkSlotsProblem problem, List<List<TimedRoute>> routes) {
    this(problem, routes, problem.messages().stream().map(m -> List.of(m.index())).toList());
  }

  /**
   * All candidate routes of each message.
   *
   * @throws InfeasibleException if a message has none
   */
  public static RouteChoices of(LinkSlotsProblem problem, RouteOptions options) {
    List<List<TimedRoute>> routes = new ArrayList<>();
    for (Message m : problem.messages()) {
      routes.add(options.of(m).routes());
      if (routes.get(m.index()).isEmpty()) {
        throw new InfeasibleException("The message (%s) has no route to its destination.".formatted(m.name()),
            "a link is missing, or another route policy helps.");
      }
    }
    return new RouteChoices(problem, routes);
  }

  /** Only the routes that a slot table takes. */
  public static RouteChoices of(LinkSlotsProblem problem, SlotTable table) {
    RouteTiming timing = new RouteTiming(problem);
    return new RouteChoices(problem, table.transmissions().stream()
        .map(t -> List.of(timing.of(problem.messages().get(t.message()), t.edges())))
        .toList());
  }

  /** These choices and, where they lack it, the route that a slot table takes. */
  public RouteChoices with(SlotTable table) {
    List<List<TimedRoute>> more = new ArrayList<>();
    RouteChoices taken = of(problem, table);
    for (int m = 0; m < routes.size(); m++) {
      TimedRoute route = taken.routes.get(m).get(0);
      List<TimedRoute> own = new ArrayList<>(routes.get(m));
      if (!own.contains(route)) {
        own.add(route);
      }
      more.add(own);
    }
    return new RouteChoices(problem, more);
  }

  /** Of the routes of each message those with the earliest finish; each message goes on its own. */
  public RouteChoices shortest() {
    return new RouteChoices(problem, routes.stream().map(own -> {
      long least = own.stream().mapToLong(TimedRoute::finish).min().orElseThrow();
      return own.stream().filter(r -> r.finish() == least).toList();
    }).toList());
  }

  /** How many messages there are. */
  public int size() {
    return routes.size();
  }

  /** Holds of channels over all routes: the size of a model. */
  public long holds() {
    return routes.stream().flatMap(List::stream).mapToLong(r -> r.channels().length).sum();
  }

  /**
   * Place of the route of each transmission among the routes of its message.
   *
   * @throws IllegalArgumentException if it is not among them, or a message is left out
   */
  int[] placesOf(SlotTable table) {
    if (table.transmissions().size() != size()) {
      throw new IllegalArgumentException(
          "The slot table (%d transmissions) must serve all of %d messages.".formatted(table.transmissions().size(), size()));
    }
    int[] places = new int[size()];
    for (Transmission t : table.transmissions()) {
      int found = -1;
      List<TimedRoute> own = routes.get(t.message());
      for (int r = 0; r < own.size() && found < 0; r++) {
        found = own.get(r).edges().equals(t.edges()) ? r : -1;
      }
      if (found < 0) {
        throw new IllegalArgumentException(
            "The route of message (%s) must be among its %d choices.".formatted(problem.messages().get(t.message()).name(),
                own.size()));
      }
      places[t.message()] = found;
    }
    return places;
  }

  /** Start of each message. */
  static long[] startsOf(SlotTable table) {
    return table.transmissions().stream().mapToLong(Transmission::start).toArray();
  }

  /** Gives the messages that can change places their starts, and the routes with them, in ascending order. */
  void sortInterchangeable(int[] places, long[] starts) {
    for (List<Integer> group : interchangeable()) {
      List<long[]> taken = new ArrayList<>();
      group.forEach(m -> taken.add(new long[] {starts[m], places[m]}));
      taken.sort(Comparator.comparingLong(a -> a[0]));
      for (int i = 0; i < group.size(); i++) {
        starts[group.get(i)] = taken.get(i)[0];
        places[group.get(i)] = (int) taken.get(i)[1];
      }
    }
  }

  /**
   * Messages that can change places: same ends, volume, times, routes; nobody waits for them, they wait for nobody.
   *
   * @return groups of at least two message indices, ascending
   */
  List<List<Integer>> interchangeable() {
    if (together.size() < size()) {
      return List.of();
    }
    boolean[] bound = new boolean[size()];
    for (Message m : problem.messages()) {
      bound[m.index()] |= !m.after().isEmpty() || m.previousChunk() >= 0;
      m.after().forEach(a -> bound[a.message()] = true);
      if (m.previousChunk() >= 0) {
        bound[m.previousChunk()] = true;
      }
    }
    Map<List<Object>, List<Integer>> groups = new HashMap<>();
    for (Message m : problem.messages()) {
      if (!bound[m.index()]) {
        List<Object> key = List.of(m.shape(), m.sources(), m.destinations(), m.volume(), m.release(), m.deadline(), m.weight(),
            routes.get(m.index()));
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(m.index());
      }
    }
    return groups.values().stream().filter(g -> g.size() > 1)
        .sorted((a, b) -> Integer.compare(a.get(0), b.get(0))).toList();
  }
}
