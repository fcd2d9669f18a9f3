package dev.dovetail.solver.linkslots;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * A problem as search methods need it: candidate routes with what they hold, and who must come before whom.
 *
 * <p>Role: the one place that turns rules on order (precedences, chunks) into least distances between starts.
 */
final class SlotInstance {
  private final LinkSlotsProblem problem;
  private final TimedRoute[][] candidates;
  private final int[] capacity;
  private final List<List<Order>> before;
  private final List<List<Order>> after;
  private final boolean ordered;
  private final long later;

  /**
   * A rule on the order of two messages.
   *
   * @param first message index
   * @param second message index
   * @param destination of {@code first} that must have been served, -1 for all
   * @param lag slots in between, at least 0
   * @param chunk whether {@code second} only leaves its sources after {@code first} has left them
   */
  record Order(int first, int second, int destination, long lag, boolean chunk) {}

  /**
   * @param problem what is asked
   * @param options its candidate routes
   * @throws InfeasibleException if a message has no route
   */
  SlotInstance(LinkSlotsProblem problem, RouteOptions options) {
    this.problem = problem;
    int n = problem.messages().size();
    this.candidates = new TimedRoute[n][];
    this.before = new ArrayList<>(n);
    this.after = new ArrayList<>(n);
    boolean anyOrder = false;
    for (Message m : problem.messages()) {
      candidates[m.index()] = options.of(m).routes().toArray(TimedRoute[]::new);
      if (candidates[m.index()].length == 0 && problem.rules().allServed()) {
        throw new InfeasibleException("The message (%s) has no route to its destination.".formatted(m.name()),
            "a link is missing, or another route policy helps.");
      }
      before.add(new ArrayList<>());
      after.add(new ArrayList<>());
    }
    for (Message m : problem.messages()) {
      for (Message.After a : m.after()) {
        add(new Order(a.message(), m.index(), a.destination(), a.lag(), false));
        anyOrder = true;
      }
      if (m.previousChunk() >= 0) {
        add(new Order(m.previousChunk(), m.index(), -1, 0, true));
        anyOrder = true;
      }
    }
    this.ordered = anyOrder;
    this.later = 0;
    this.capacity = problem.network().links().channels().stream().mapToInt(c -> c.capacity()).toArray();
  }

  private SlotInstance(SlotInstance other, TimedRoute[][] candidates, long later) {
    this.problem = other.problem;
    this.candidates = candidates;
    this.capacity = other.capacity;
    this.before = other.before;
    this.after = other.after;
    this.ordered = other.ordered;
    this.later = later;
  }

  /** The same problem with other candidate routes, by message. */
  SlotInstance withRoutes(TimedRoute[][] others) {
    return new SlotInstance(this, others, later);
  }

  /** The same problem with all deadlines so many slots later than the problem says. */
  SlotInstance withDeadlinesLater(long slots) {
    return new SlotInstance(this, candidates, slots);
  }

  private void add(Order order) {
    before.get(order.second).add(order);
    after.get(order.first).add(order);
  }

  LinkSlotsProblem problem() {
    return problem;
  }

  /** Number of messages. */
  int size() {
    return candidates.length;
  }

  Message message(int m) {
    return problem.messages().get(m);
  }

  /** Slot by which a message must be finished; {@link Flow#NO_DEADLINE} if there is none. */
  long deadline(int m) {
    Message message = message(m);
    return message.hasDeadline() ? message.deadline() + later : Flow.NO_DEADLINE;
  }

  /** Candidate routes of a message, preferred ones first. */
  TimedRoute[] routes(int m) {
    return candidates[m];
  }

  /** How many messages each channel carries at the same time. */
  int[] capacity() {
    return capacity;
  }

  /** Whether any message must wait for another one. */
  boolean isOrdered() {
    return ordered;
  }

  /** The rules that a message waits for. */
  List<Order> before(int m) {
    return before.get(m);
  }

  /** The rules by which others wait for a message. */
  List<Order> after(int m) {
    return after.get(m);
  }

  /** Whether finishes are summed. */
  boolean isWeighted() {
    return problem.rules().goal() == Goal.WEIGHTED_FINISH;
  }

  /** The least difference between the starts of the second and the first message of a rule, on the given routes; may be negative. */
  long separation(Order order, TimedRoute first, TimedRoute second) {
    Message a = message(order.first);
    if (!order.chunk) {
      return Math.addExact(delivered(a, first, order.destination), order.lag);
    }
    long most = Long.MIN_VALUE;
    for (int s : a.sources()) {
      int node = problem.network().tiles().get(s).source();
      most = Math.max(most, leaves(first, node) + firstDuration(first, node) - leaves(second, node));
    }
    return most;
  }

  /** Slots from the start to the delivery at one destination, or at all of them; ports count as they do in the finish. */
  private long delivered(Message message, TimedRoute route, int destination) {
    if (destination < 0 || message.shape() == Message.Shape.IN_TREE) {
      return route.finish();
    }
    int node = problem.network().tiles().get(destination).sink();
    for (int i = route.edges().size() - 1; i >= 0; i--) {
      Edge edge = links().edges().get(route.edges().get(i));
      if (edge.to() == node) {
        int p = position(route, edge);
        if (!isPort(edge) || problem.network().finishCountsPorts()) {
          return route.offsets()[p] + route.durations()[p];
        }
        node = edge.from();
      }
    }
    return 0;
  }

  private boolean isPort(Edge edge) {
    return edge.channels().stream().map(c -> links().channels().get(c).kind())
        .allMatch(k -> k == Channel.Kind.INJECT || k == Channel.Kind.EJECT);
  }

  private LinkNetwork links() {
    return problem.network().links();
  }

  /** Beginning of the hold of the first edge that leaves a node. */
  private long leaves(TimedRoute route, int node) {
    return route.offsets()[position(route, leaving(route, node))];
  }

  private long firstDuration(TimedRoute route, int node) {
    return route.durations()[position(route, leaving(route, node))];
  }

  private Edge leaving(TimedRoute route, int node) {
    for (int e : route.edges()) {
      Edge edge = links().edges().get(e);
      if (edge.from() == node) {
        return edge;
      }
    }
    throw new IllegalStateException("No edge of a route leaves its source.");
  }

  private static int position(TimedRoute route, Edge edge) {
    for (int p = 0; p < route.channels().length; p++) {
      if (route.channels()[p] == edge.channels().get(0)) {
        return p;
      }
    }
    throw new IllegalStateException("A route does not hold the channel of its edge.");
  }
}
