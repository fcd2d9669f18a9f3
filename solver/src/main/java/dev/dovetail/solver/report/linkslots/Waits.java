package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.HashMap;
import java.util.Map;

/** Adds the slots for which a message waits in buffers to what its route holds. */
final class Waits {
  private final LinkSlotsProblem problem;

  Waits(LinkSlotsProblem problem) {
    this.problem = problem;
  }

  /** What the message holds with its waits; {@code route} itself if it never waits. */
  TimedRoute add(Transmission sent, TimedRoute route) {
    if (sent.waits().stream().allMatch(w -> w == 0)) {
      return route;
    }
    Map<Integer, Long> later = new HashMap<>(); // node -> slots by which what leaves it is late
    Map<Integer, Long> byChannel = new HashMap<>();
    for (int i = 0; i < sent.edges().size(); i++) {
      Edge edge = problem.network().links().edges().get(sent.edges().get(i));
      long late = later.getOrDefault(edge.from(), 0L) + sent.waits().get(i);
      later.merge(edge.to(), late, Math::max);
      edge.channels().forEach(c -> byChannel.putIfAbsent(c, late));
    }
    long[] offsets = route.offsets().clone();
    long finish = 0;
    long lastEnd = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] += byChannel.getOrDefault(route.channels()[i], 0L);
      long end = offsets[i] + route.durations()[i];
      lastEnd = Math.max(lastEnd, end);
      Channel.Kind kind = problem.network().links().channels().get(route.channels()[i]).kind();
      boolean port = kind == Channel.Kind.INJECT || kind == Channel.Kind.EJECT;
      finish = !port || problem.network().finishCountsPorts() ? Math.max(finish, end) : finish;
    }
    return new TimedRoute(route.edges(), route.channels(), offsets, route.durations(), finish, lastEnd, route.hops());
  }
}
