package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The links that messages take whatever they choose: all of a fixed route, those that alternatives have in common, those that lie on all
 * shortest paths, on a network that is no mesh those without which there is no path.
 *
 * <p>Role: gates of one link each. In-trees are left out: only cuts look at their links.
 */
final class FixedLinks {
  /** Name of the bound by the load of one link. */
  static final String BOUND = "link-load";

  /** What a message holds of a channel, relative to its start; of several alternatives the least of each. */
  private record Hold(long offset, long length, long tail) {
    Hold least(Hold other) {
      return new Hold(Math.min(offset, other.offset), Math.min(length, other.length), Math.min(tail, other.tail));
    }

    /** Of several destinations of one tree, the one for which the finish is later. */
    Hold latest(Hold other) {
      return new Hold(Math.min(offset, other.offset), Math.min(length, other.length), Math.max(tail, other.tail));
    }
  }

  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final Times times;
  private final LinkPaths paths;

  FixedLinks(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.links = problem.network().links();
    this.times = times;
    this.paths = new LinkPaths(problem.network());
  }

  /** The links that some message is sure to hold. */
  List<Gate> gates() {
    Map<Integer, Jobs> jobs = new HashMap<>();
    for (Message m : problem.messages()) {
      holds(m).forEach((c, hold) -> {
        if (!Reach.isPort(links.channels().get(c)) && hold.tail() < Reach.FAR) {
          jobs.computeIfAbsent(c, k -> new Jobs())
              .add(m.index(), times.start(m) + hold.offset(), hold.length(), hold.tail() + times.follows(m));
        }
      });
    }
    List<Gate> gates = new ArrayList<>();
    for (int c = 0; c < links.channels().size(); c++) {
      Jobs held = jobs.get(c);
      if (held != null) {
        int machines = links.channels().get(c).capacity();
        gates.add(new Gate(BOUND, "the link " + links.channels().get(c).name(), held, machines, machines == 1));
      }
    }
    return gates;
  }

  /** What the message is sure to hold, by channel. */
  private Map<Integer, Hold> holds(Message m) {
    RoutePolicy policy = problem.rules().routes();
    if (m.shape() == Message.Shape.IN_TREE) {
      return Map.of();
    }
    if (policy == RoutePolicy.LISTED) {
      return listed(m);
    }
    if (m.shape() == Message.Shape.LINK) {
      return alongEach(m, d -> paths.only(m.source(), d));
    }
    if (policy == RoutePolicy.SHORTEST) {
      return unavoidable(m, paths::onAllShortest);
    }
    if (!problem.network().isMesh()) {
      return unavoidable(m, paths::onAll);
    }
    if (policy == RoutePolicy.FREE) {
      return Map.of();
    }
    Map<Integer, Hold> columnsFirst = alongEach(m, d -> paths.straight(m.source(), d, true));
    return policy == RoutePolicy.XY
        ? columnsFirst
        : common(columnsFirst, alongEach(m, d -> paths.straight(m.source(), d, false)));
  }

  private static Map<Integer, Hold> common(Map<Integer, Hold> one, Map<Integer, Hold> other) {
    Map<Integer, Hold> both = new HashMap<>();
    one.forEach((c, hold) -> {
      Hold second = other.get(c);
      if (second != null) {
        both.put(c, hold.least(second));
      }
    });
    return both;
  }

  /** The links that all paths from a tile to another one have in common. */
  @FunctionalInterface
  private interface Common {
    List<Integer> of(int source, int destination);
  }

  /** A way to a destination, links only; empty if it is not certain. */
  @FunctionalInterface
  private interface Way {
    List<Integer> to(int destination);
  }

  /** What a message holds that takes one known path to each of its destinations. */
  private Map<Integer, Hold> alongEach(Message m, Way way) {
    Reach reach = times.reach(m);
    Map<Integer, Hold> holds = new HashMap<>();
    for (int d : m.destinations()) {
      List<Integer> path = way.to(d);
      int router = problem.network().tiles().get(m.source()).router();
      long offset = reach.fromTile(m.source())[router];
      long[] offsets = new long[path.size()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = offset;
        offset += reach.step(path.get(i));
      }
      long rest = 0; // from being able to enter what comes after link i to the finish
      for (int i = offsets.length - 1; i >= 0; i--) {
        int e = path.get(i);
        long tail = i == offsets.length - 1 ? reach.tail(e, d) : reach.latency(e) + rest;
        rest = tail - reach.latency(e) + reach.step(e);
        put(holds, e, new Hold(offsets[i], times.hold(m, e), tail));
      }
    }
    return holds;
  }

  private void put(Map<Integer, Hold> holds, int edge, Hold hold) {
    for (int c : links.edges().get(edge).channels()) {
      holds.merge(c, hold, Hold::latest);
    }
  }

  /** What a message holds that takes the links which all of its paths have in common. */
  private Map<Integer, Hold> unavoidable(Message m, Common common) {
    Reach reach = times.reach(m);
    Map<Integer, Hold> holds = new HashMap<>();
    for (int d : m.destinations()) {
      for (int e : common.of(m.source(), d)) {
        put(holds, e, new Hold(reach.fromTile(m.source())[links.edges().get(e).from()], times.hold(m, e), reach.tail(e, d)));
      }
    }
    return holds;
  }

  private Map<Integer, Hold> listed(Message m) {
    RouteTiming timing = new RouteTiming(problem);
    Map<Integer, Hold> common = null;
    for (List<Integer> route : problem.flows().get(m.flow()).routes()) {
      if (fits(m, route)) {
        TimedRoute timed = timing.of(m, route);
        Map<Integer, Hold> holds = new HashMap<>();
        for (int i = 0; i < timed.channels().length; i++) {
          long end = timed.offsets()[i] + timed.durations()[i];
          holds.put(timed.channels()[i], new Hold(timed.offsets()[i], timed.durations()[i], timed.finish() - end));
        }
        common = common == null ? holds : common(common, holds);
      }
    }
    return common == null ? Map.of() : common;
  }

  /** Whether a listed path is one of this message: a flow lists those of all its messages. */
  private boolean fits(Message m, List<Integer> route) {
    if (m.shape() == Message.Shape.TREE) {
      return true;
    }
    Edge first = links.edges().get(route.get(0));
    Edge last = links.edges().get(route.get(route.size() - 1));
    return first.from() == problem.network().tiles().get(m.source()).source()
        && last.to() == problem.network().tiles().get(m.destinations().get(0)).sink();
  }
}
