package dev.dovetail.models.linkslots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be moved, as the problem file says it.
 *
 * @param id unique in its problem
 * @param kind what it is
 * @param sources tile indices; one unless the kind is gather or reduce
 * @param destinations tile indices, none of them a source; one unless the kind is multicast or scatter
 * @param volume of each message, headers included: flits, or bits on a network with rates in bits; at least 1
 * @param release first slot in which it may be injected (a reduce: by any of its sources), at least 0
 * @param deadline latest finish, slots; {@link #NO_DEADLINE} if there is none. Of a periodic flow: longest time from injection to finish
 * @param weight of its finish, at least 0
 * @param period slots after which it repeats, 0 for never; in a problem all flows repeat or none does
 * @param group label of the collective, or null
 * @param chunks into how many messages, each of {@code volume}, it is cut; they leave the source in order; at least 1
 * @param after what must be delivered before it may be injected
 * @param routes if the policy is {@link RoutePolicy#LISTED}: edge lists, each after the edge that leads to it, local ports included
 */
public record Flow(
    String id,
    FlowKind kind,
    List<Integer> sources,
    List<Integer> destinations,
    long volume,
    long release,
    long deadline,
    long weight,
    long period,
    @Nullable String group,
    int chunks,
    List<After> after,
    List<List<Integer>> routes) {
  /** No deadline. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  public Flow {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    after = List.copyOf(after);
    routes = routes.stream().map(List::copyOf).toList();
  }

  /**
   * A flow that another one waits for.
   *
   * @param flow index of the flow that must be delivered
   * @param destination tile at which it must be delivered, or -1 for all of its destinations
   * @param lag slots between its last delivered flit and the injection, at least 0
   */
  public record After(int flow, int destination, long lag) {}

  /** A plain message from one tile to another: no deadline, weight 1. */
  public static Flow unicast(String id, int source, int destination, long volume) {
    return new Flow(id, FlowKind.UNICAST, List.of(source), List.of(destination), volume, 0, NO_DEADLINE, 1, 0, null, 1, List.of(),
        List.of());
  }

  /** The same data from one tile to several others: no deadline, weight 1. */
  public static Flow multicast(String id, int source, List<Integer> destinations, long volume) {
    return new Flow(id, FlowKind.MULTICAST, List.of(source), destinations, volume, 0, NO_DEADLINE, 1, 0, null, 1, List.of(),
        List.of());
  }
}
