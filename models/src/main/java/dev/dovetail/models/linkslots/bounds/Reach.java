package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

/**
 * Least offsets of messages of one volume: from the injection to a place, and from a place to the finish, over any path.
 *
 * <p>Role: heads and tails of every bound. Policies only take paths away, waiting and merging only add slots, so all values stay valid.
 * With cut-through a finish counts from the beginning of the last hold plus the length that all holds of the message have in common; with
 * store-and-forward the last hold's length is in the value.
 */
final class Reach {
  /** Larger than any offset: not reachable. */
  static final long FAR = Long.MAX_VALUE / 8;

  private final SlotNetwork network;
  private final LinkNetwork links;
  private final boolean storeAndForward;
  private final boolean portsCount;
  private final boolean waiting;
  private final long mergeSlots;
  private final List<List<Integer>> leaving;
  private final List<List<Integer>> entering;
  private final long[] latency;
  private final long[] duration;
  private final long[][] from;
  private final long[][] to;

  /** For messages with holds of {@code duration} by edge, which matters with store-and-forward only. */
  Reach(LinkSlotsProblem problem, IntToLongFunction durations) {
    network = problem.network();
    links = network.links();
    storeAndForward = problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD;
    waiting = problem.rules().waiting();
    mergeSlots = problem.rules().mergeSlots();
    portsCount = network.finishCountsPorts();
    leaving = links.outgoing();
    entering = new ArrayList<>();
    links.nodes().forEach(n -> entering.add(new ArrayList<>()));
    int edges = links.edges().size();
    latency = new long[edges];
    duration = new long[edges];
    for (int e = 0; e < edges; e++) {
      Edge edge = links.edges().get(e);
      entering.get(edge.to()).add(e);
      for (int c : edge.channels()) {
        Channel channel = links.channels().get(c);
        latency[e] += channel.latencyCycles();
      }
      duration[e] = storeAndForward ? durations.applyAsLong(e) : 0;
    }
    from = new long[network.tiles().size()][];
    to = new long[network.tiles().size()][];
  }

  /** Whether a channel is a tile's way into or out of its router. */
  static boolean isPort(Channel channel) {
    return channel.kind() == Channel.Kind.INJECT || channel.kind() == Channel.Kind.EJECT;
  }

  /** Slots from crossing an edge to being able to cross the next one. */
  long latency(int edge) {
    return latency[edge];
  }

  /** Slots from the beginning of the hold of an edge to the earliest one of the next edge. */
  long step(int edge) {
    return latency[edge] + (storeAndForward ? duration[edge] : 0);
  }

  /** Least slots from the injection at a tile to being able to enter an edge at each node; {@link #FAR} if there is no way. */
  long[] fromTile(int tile) {
    long[] known = from[tile];
    if (known == null) {
      Tile t = network.tiles().get(tile);
      known = new long[links.nodes().size()];
      Arrays.fill(known, FAR);
      known[t.source()] = 0;
      spread(known, leaving, true);
      from[tile] = known;
    }
    return known;
  }

  /**
   * Least slots from being able to enter an edge at each node to the finish at a tile; with cut-through without the length of the holds.
   * {@link #FAR} if there is no way.
   */
  long[] toTile(int tile) {
    long[] known = to[tile];
    if (known == null) {
      known = new long[links.nodes().size()];
      Arrays.fill(known, FAR);
      int last = lastNode(tile);
      for (int e : entering.get(last)) {
        int at = links.edges().get(e).from();
        known[at] = Math.min(known[at], storeAndForward ? duration[e] : 0);
      }
      spread(known, entering, false);
      to[tile] = known;
    }
    return known;
  }

  /** The node at which a message to a tile has finished: behind the eject port, or before it where ports do not count. */
  int lastNode(int tile) {
    Tile t = network.tiles().get(tile);
    return portsCount ? t.sink() : t.router();
  }

  private void spread(long[] value, List<List<Integer>> edges, boolean forward) {
    PriorityQueue<long[]> open = new PriorityQueue<>(Comparator.comparingLong((long[] o) -> o[0]));
    for (int v = 0; v < value.length; v++) {
      if (value[v] < FAR) {
        open.add(new long[] {value[v], v});
      }
    }
    while (!open.isEmpty()) {
      long[] o = open.remove();
      if (o[0] > value[(int) o[1]]) {
        continue;
      }
      for (int e : edges.get((int) o[1])) {
        int w = forward ? links.edges().get(e).to() : links.edges().get(e).from();
        long reached = Math.addExact(o[0], step(e));
        if (reached < value[w]) {
          value[w] = reached;
          open.add(new long[] {reached, w});
        }
      }
    }
  }

  /** Least slots from the injection at one tile to the finish at another one, holds of cut-through not counted. */
  long between(int source, int destination) {
    int at = network.tiles().get(source).source();
    return at == lastNode(destination) || network.tiles().get(source).router() == lastNode(destination)
        ? 0
        : toTile(destination)[at];
  }

  /**
   * Least slots from the end of the hold of an edge to the finish at a tile; {@link #FAR} if the edge does not lead there. Negative for an
   * eject port that does not count; {@code -FAR} if the port may be held any time later.
   */
  long tail(int edge, int destination) {
    Edge e = links.edges().get(edge);
    int last = lastNode(destination);
    if (e.to() == last) {
      return 0;
    }
    if (e.to() == network.tiles().get(destination).sink()) { // the eject port, after the links: only they count
      long most = 0;
      for (int before : entering.get(last)) {
        most = Math.max(most, latency[before]);
      }
      return waiting ? -FAR : -most - mergeSlots - (storeAndForward ? duration[edge] : 0);
    }
    long rest = toTile(destination)[e.to()];
    return rest >= FAR ? FAR : latency[edge] + rest;
  }

  /** The edges of a fastest way from the injection at one tile to the finish at another one; empty if there is none, or none is needed. */
  List<Integer> fastest(int source, int destination) {
    List<Integer> path = new ArrayList<>();
    int last = lastNode(destination);
    int at = network.tiles().get(source).source();
    long[] rest = toTile(destination);
    while (at != last && rest[at] < FAR && path.size() < links.nodes().size()) {
      int best = -1;
      long least = Long.MAX_VALUE;
      for (int e : leaving.get(at)) {
        int to = links.edges().get(e).to();
        long whole = to == last ? storeAndForward ? duration[e] : 0 : rest[to] >= FAR ? FAR : step(e) + rest[to];
        if (whole < least) {
          least = whole;
          best = e;
        }
      }
      path.add(best);
      at = links.edges().get(best).to();
    }
    return path;
  }
}
