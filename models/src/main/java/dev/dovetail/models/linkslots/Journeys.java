package dev.dovetail.models.linkslots;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Movement;
import dev.dovetail.models.links.RouteWalk;
import dev.dovetail.models.links.Walk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transmissions of a slot table by message, each walked edge by edge: what is wrong in itself is reported once and left out, so that the
 * rules between messages work on sound ones only.
 */
final class Journeys {
  /** Slots above this are refused, so that sums of them cannot overflow. */
  static final long LATEST = 1L << 60;

  final LinkSlotsProblem problem;
  final LinkNetwork links;
  final Findings findings;
  final @Nullable Transmission[] transmissions;
  final @Nullable Walk[] walks;
  private final boolean[] port;

  Journeys(LinkSlotsProblem problem, List<Transmission> table, Findings findings) {
    this.problem = problem;
    this.links = problem.network().links();
    this.findings = findings;
    this.port = ports(links);
    int n = problem.messages().size();
    transmissions = new Transmission[n];
    walks = new Walk[n];
    RouteWalk routes = new RouteWalk(links);
    for (Transmission t : table) {
      int m = t.message();
      if (m < 0 || m >= n) {
        findings.add("message", "message " + m, "There is no message of this index; there are %d.", n);
      } else if (transmissions[m] != null) {
        findings.add("message", name(m), "It has two transmissions.");
      } else {
        transmissions[m] = t;
        if (t.start() < 0 || t.start() > LATEST) {
          findings.add("time", name(m), "The start (%d) must be between 0 and 2^60.", t.start());
        } else {
          walks[m] = routes.walk(movement(problem, problem.messages().get(m), t), t.edges(), name(m), findings);
        }
      }
    }
  }

  /** What goes over the route of a transmission. */
  static Movement movement(LinkSlotsProblem problem, Message message, Transmission t) {
    List<Tile> tiles = problem.network().tiles();
    return new Movement(
        message.sources().stream().map(s -> tiles.get(s).source()).toList(),
        message.destinations().stream().map(d -> tiles.get(d).sink()).toList(),
        message.shape() == Message.Shape.IN_TREE,
        message.volume(),
        problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD,
        problem.rules().mergeSlots(),
        t.waits());
  }

  /** By edge: whether it is a local port. */
  static boolean[] ports(LinkNetwork links) {
    boolean[] port = new boolean[links.edges().size()];
    for (int e = 0; e < port.length; e++) {
      List<Integer> channels = links.edges().get(e).channels();
      port[e] = !channels.isEmpty() && channels.stream().allMatch(c -> isPort(links.channels().get(c).kind()));
    }
    return port;
  }

  private static boolean isPort(Channel.Kind kind) {
    return kind == Channel.Kind.INJECT || kind == Channel.Kind.EJECT;
  }

  /** Whether an edge is a local port. */
  boolean isPort(int edge) {
    return port[edge];
  }

  /** Links of the route of message {@code m}, ports not counted. */
  int hops(int m) {
    int hops = 0;
    for (int e : route(m)) {
      hops += port[e] ? 0 : 1;
    }
    return hops;
  }

  /** The edges of message {@code m}, which has a transmission. */
  List<Integer> route(int m) {
    Transmission t = transmissions[m];
    return t == null ? List.of() : t.edges();
  }

  /** The start of message {@code m}, which has a transmission. */
  long start(int m) {
    Transmission t = transmissions[m];
    return t == null ? 0 : t.start();
  }

  /** Slots after which message {@code m} repeats, 0 for never. */
  static long period(LinkSlotsProblem problem, SlotTable table, int m) {
    return problem.rules().goal() == Goal.PERIOD ? Math.max(0, table.period()) : problem.messages().get(m).period();
  }

  /** Slot after the last flit of message {@code m} at all of its destinations, as the convention of local ports counts. */
  long finish(int m, Walk walk) {
    long finish = 0;
    List<Integer> route = route(m);
    for (int i = 0; i < route.size(); i++) {
      if (counts(route.get(i))) {
        finish = Math.max(finish, end(m, walk, i));
      }
    }
    return finish;
  }

  /** The same at one destination. */
  long finish(int m, Walk walk, int destination) {
    List<Integer> route = route(m);
    if (problem.messages().get(m).shape() == Message.Shape.IN_TREE) {
      return finish(m, walk);
    }
    int sink = problem.network().tiles().get(destination).sink();
    int i = route.size() - 1;
    while (i >= 0 && links.edges().get(route.get(i)).to() != sink) {
      i--;
    }
    while (i >= 0 && !counts(route.get(i))) {
      i = walk.next()[i];
    }
    return i < 0 ? start(m) : end(m, walk, i);
  }

  private boolean counts(int edge) {
    return !port[edge] || problem.network().finishCountsPorts();
  }

  private long end(int m, Walk walk, int i) {
    return Exact.add(start(m), Exact.add(walk.edgeOffsets()[i], walk.edgeDurations()[i]));
  }

  /** Slots for which the source at position {@code s} of message {@code m} is busy with it. */
  long injection(int m, Walk walk, int s) {
    Message message = problem.messages().get(m);
    int node = problem.network().tiles().get(message.sources().get(s)).source();
    List<Integer> route = route(m);
    long longest = 0;
    for (int i = 0; i < route.size(); i++) {
      Edge edge = links.edges().get(route.get(i));
      if (edge.from() == node) {
        longest = Math.max(longest, walk.edgeDurations()[i]);
      }
    }
    return longest;
  }

  /** The message, for findings. */
  String name(int m) {
    return "message " + problem.messages().get(m).name();
  }

  /** An edge, for findings. */
  String link(int e) {
    return "link " + links.edges().get(e).name();
  }
}
