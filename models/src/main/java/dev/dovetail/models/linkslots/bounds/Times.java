package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When each message can start at the earliest, how long it takes at least, and what follows it: releases, precedences, chunks in order.
 *
 * <p>Role: what all bounds know of a message. Times are slots; lengths are taken over any path of the network.
 */
final class Times {
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final boolean storeAndForward;
  private final Bandwidth[] rate;
  private final Map<Long, Reach> reaches = new HashMap<>();
  private final Map<Long, long[]> durations = new HashMap<>();
  private final long[] common;
  private final long[] start;
  private final long[] follows;
  private final int[] waitsFor;

  /** What precedences say of messages that are all served. */
  enum Precedence {
    /** Nothing: some messages may be left out. */
    IGNORED,
    /** When messages can start. */
    STARTS,
    /** When messages can start, and what must follow them. */
    STARTS_AND_FOLLOWERS
  }

  /** With everything that is sure if all messages are served. */
  Times(LinkSlotsProblem problem) {
    this(problem, Precedence.STARTS_AND_FOLLOWERS);
  }

  Times(LinkSlotsProblem problem, Precedence precedence) {
    this.problem = problem;
    this.links = problem.network().links();
    this.storeAndForward = problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD;
    this.rate = new Bandwidth[links.edges().size()];
    for (int e = 0; e < rate.length; e++) {
      for (int c : links.edges().get(e).channels()) {
        Bandwidth b = links.channels().get(c).bandwidth();
        rate[e] = rate[e] == null ? b : rate[e].min(b);
      }
    }
    int n = problem.messages().size();
    common = new long[n];
    start = new long[n];
    follows = new long[n];
    waitsFor = new int[n];
    for (Message m : problem.messages()) {
      common[m.index()] = common(m);
      start[m.index()] = m.release();
      waitsFor[m.index()] = -1;
    }
    if (precedence != Precedence.IGNORED) {
      propagate();
    }
    if (precedence != Precedence.STARTS_AND_FOLLOWERS) {
      Arrays.fill(follows, 0);
    }
  }

  /** Offsets for messages like this one. */
  Reach reach(Message m) {
    return reaches.computeIfAbsent(storeAndForward ? m.volume() : 0L,
        volume -> new Reach(problem, e -> durations(volume)[e]));
  }

  private long[] durations(long volume) {
    return durations.computeIfAbsent(volume, v -> {
      long[] d = new long[rate.length];
      Map<Bandwidth, Long> known = new HashMap<>();
      for (int e = 0; e < d.length; e++) {
        d[e] = known.computeIfAbsent(rate[e], r -> r.cyclesFor(v));
      }
      return d;
    });
  }

  /** The length that all holds of a message have at least in common: with cut-through the slowest edge decides, and the ends are known. */
  private long common(Message m) {
    long[] duration = durations(m.volume());
    long least = Long.MAX_VALUE;
    for (long d : duration) {
      least = Math.min(least, d);
    }
    return storeAndForward ? least : ends(m, duration, least);
  }

  private long ends(Message m, long[] duration, long least) {
    long most = least;
    for (int s : m.sources()) {
      most = Math.max(most, only(leaving(problem.network().tiles().get(s).source()), duration, least));
    }
    for (int d : m.destinations()) {
      most = Math.max(most, only(entering(problem.network().tiles().get(d).sink()), duration, least));
    }
    return most;
  }

  private static long only(List<Integer> edges, long[] duration, long otherwise) {
    return edges.stream().mapToLong(e -> duration[e]).min().orElse(otherwise);
  }

  private final Map<Integer, List<Integer>> leavingNode = new HashMap<>();
  private final Map<Integer, List<Integer>> enteringNode = new HashMap<>();

  private List<Integer> leaving(int node) {
    index();
    return leavingNode.getOrDefault(node, List.of());
  }

  private List<Integer> entering(int node) {
    index();
    return enteringNode.getOrDefault(node, List.of());
  }

  private void index() {
    if (leavingNode.isEmpty()) {
      for (int e = 0; e < links.edges().size(); e++) {
        Edge edge = links.edges().get(e);
        leavingNode.computeIfAbsent(edge.from(), k -> new ArrayList<>()).add(e);
        enteringNode.computeIfAbsent(edge.to(), k -> new ArrayList<>()).add(e);
      }
    }
  }

  /** Slots for which a message holds an edge, at least. */
  long hold(Message m, int edge) {
    return Math.max(common[m.index()], durations(m.volume())[edge]);
  }

  /** Slots for which a message holds each edge that it takes, at least. */
  long hold(Message m) {
    return common[m.index()];
  }

  /** The slot before which a message does not start. */
  long start(Message m) {
    return start[m.index()];
  }

  /** The message whose delivery decides {@link #start}, or -1 if the release does. */
  int waitsFor(Message m) {
    return waitsFor[m.index()];
  }

  /** Slots from the delivery of a message everywhere to the end of all that waits for it, at least. */
  long follows(Message m) {
    return follows[m.index()];
  }

  /** Slots from the start of a message to its finish at all destinations, at least. */
  long length(Message m) {
    long longest = 0;
    for (int d : m.destinations()) {
      longest = Math.max(longest, length(m, d));
    }
    return longest;
  }

  /** Slots from the start of a message to its finish at one destination, at least; {@link Reach#FAR} or more if there is no way. */
  long length(Message m, int destination) {
    long longest = 0;
    for (int s : m.sources()) {
      longest = Math.max(longest, reach(m).between(s, destination));
    }
    return longest == 0 && !storeAndForward && isHere(m, destination) ? 0 : longest + (storeAndForward ? 0 : hold(m));
  }

  /** Whether no link lies between the ends and ports do not count: then the message has finished at once. */
  private boolean isHere(Message m, int destination) {
    Reach reach = reach(m);
    return m.sources().stream()
        .allMatch(s -> problem.network().tiles().get(s).router() == reach.lastNode(destination));
  }

  /** Kahn's algorithm over what waits for what; messages on a cycle keep their releases. */
  private void propagate() {
    int n = problem.messages().size();
    List<List<Message>> successors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      successors.add(new ArrayList<>());
    }
    int[] open = new int[n];
    for (Message m : problem.messages()) {
      for (Message.After a : m.after()) {
        successors.get(a.message()).add(m);
        open[m.index()]++;
      }
      if (m.previousChunk() >= 0) {
        successors.get(m.previousChunk()).add(m);
        open[m.index()]++;
      }
    }
    Deque<Message> ready = new ArrayDeque<>();
    problem.messages().stream().filter(m -> open[m.index()] == 0).forEach(ready::add);
    List<Message> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Message m = ready.remove();
      order.add(m);
      for (Message next : successors.get(m.index())) {
        if (--open[next.index()] == 0) {
          enter(next);
          ready.add(next);
        }
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      Message m = order.get(i);
      for (Message.After a : m.after()) {
        Message before = problem.messages().get(a.message());
        if (a.destination() < 0 || before.destinations().size() == 1) {
          long rest = add(a.lag(), add(length(m), follows(m)));
          follows[before.index()] = Math.max(follows(before), rest);
        }
      }
    }
  }

  /** All that it waits for is known: when it can start. */
  private void enter(Message m) {
    for (Message.After a : m.after()) {
      Message before = problem.messages().get(a.message());
      long length = a.destination() < 0 ? length(before) : length(before, a.destination());
      raise(m, before, add(add(start(before), length), a.lag()));
    }
    if (m.previousChunk() >= 0) {
      Message before = problem.messages().get(m.previousChunk());
      raise(m, before, add(start(before), hold(before)));
    }
  }

  private void raise(Message m, Message before, long at) {
    if (at > start[m.index()]) {
      start[m.index()] = at;
      waitsFor[m.index()] = before.index();
    }
  }

  /** Times beyond {@link Reach#FAR} are all the same: no mapping has them. */
  private static long add(long a, long b) {
    return Math.min(Reach.FAR, a + b);
  }
}
