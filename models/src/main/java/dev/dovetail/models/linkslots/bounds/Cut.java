package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of nodes and the edges that leave it: each message from within to without holds at least one of their channels.
 *
 * <p>Role: a gate that messages must pass, with as many machines as its channels carry messages at a time. A tree passes at least once,
 * however many of its destinations lie outside.
 */
final class Cut {
  private final LinkSlotsProblem problem;
  private final Times times;
  private final boolean[] inside;
  private final int[] router;
  private final List<Integer> edges = new ArrayList<>();
  private final Set<Integer> channels = new LinkedHashSet<>();
  private final long machines;
  private final Map<Reach, long[][]> heads = new HashMap<>();
  private final Map<Reach, long[][]> tails = new HashMap<>();

  /**
   * @param within by node; a tile behind its ports is on the side of its router whatever this says
   */
  Cut(LinkSlotsProblem problem, Times times, boolean[] within) {
    this.problem = problem;
    this.times = times;
    this.inside = within.clone();
    for (Tile tile : problem.network().tiles()) {
      inside[tile.source()] = inside[tile.router()];
      inside[tile.sink()] = inside[tile.router()];
    }
    this.router = problem.network().tiles().stream().mapToInt(Tile::router).toArray();
    LinkNetwork links = problem.network().links();
    long sum = 0;
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (inside[edge.from()] && !inside[edge.to()] && !edge.channels().isEmpty()) {
        edges.add(e);
        if (channels.add(edge.channels().get(0))) {
          sum += links.channels().get(edge.channels().get(0)).capacity();
        }
      }
    }
    machines = sum;
  }

  /** How many messages can pass at the same time. */
  long machines() {
    return machines;
  }

  /** The edges that leave. */
  List<Integer> edges() {
    return edges;
  }

  /** Whether each of the channels carries one message at a time. */
  boolean isSingle() {
    return machines == channels.size();
  }

  /** Whether a message must pass. */
  boolean passes(Message m) {
    boolean from = false;
    for (int s : m.sources()) {
      from |= within(s);
    }
    boolean to = false;
    for (int d : m.destinations()) {
      to |= !within(d);
    }
    return from && to;
  }

  private boolean within(int tile) {
    return inside[router[tile]];
  }

  /** One job for each message that must pass. */
  Jobs jobs() {
    Jobs jobs = new Jobs();
    for (Message m : problem.messages()) {
      if (passes(m)) {
        jobs.add(m.index(), head(m), length(m), tail(m));
      }
    }
    return jobs;
  }

  /** Least slot in which a message that must pass can be on an edge of the cut. */
  long head(Message m) {
    Reach reach = times.reach(m);
    long[][] known = heads.computeIfAbsent(reach, r -> new long[problem.network().tiles().size()][]);
    long most = 0;
    for (int s : m.sources()) {
      if (within(s)) {
        if (known[s] == null) {
          long least = Reach.FAR;
          for (int e : edges) {
            least = Math.min(least, reach.fromTile(s)[problem.network().links().edges().get(e).from()]);
          }
          known[s] = new long[] {least};
        }
        most = Math.max(most, known[s][0]);
      }
    }
    return times.start(m) + most;
  }

  /** Least slots from leaving an edge of the cut to the end of the message and all that follows it. */
  long tail(Message m) {
    Reach reach = times.reach(m);
    long[][] known = tails.computeIfAbsent(reach, r -> new long[problem.network().tiles().size()][]);
    long most = 0;
    for (int d : m.destinations()) {
      if (!within(d)) {
        if (known[d] == null) {
          long least = Reach.FAR;
          for (int e : edges) {
            least = Math.min(least, reach.tail(e, d));
          }
          known[d] = new long[] {least};
        }
        most = Math.max(most, known[d][0]);
      }
    }
    return most + times.follows(m);
  }

  private long length(Message m) {
    long least = Long.MAX_VALUE;
    for (int e : edges) {
      long hold = times.hold(m, e);
      if (hold == times.hold(m)) {
        return hold; // none is shorter
      }
      least = Math.min(least, hold);
    }
    return edges.isEmpty() ? times.hold(m) : least;
  }
}
