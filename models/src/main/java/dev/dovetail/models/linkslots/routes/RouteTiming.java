package dev.dovetail.models.linkslots.routes;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes what a message holds along a route, nothing waiting.
 *
 * <p>Depths: METRO, arXiv 2108.10570; an in-tree is the mirror of an out-tree, so that branches meet in the same slot.
 */
public final class RouteTiming {
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;

  /** For the routes of one problem. */
  public RouteTiming(LinkSlotsProblem problem) {
    this.problem = problem;
    this.links = problem.network().links();
  }

  /**
   * Times a sound route.
   *
   * @param message that takes it
   * @param edges each after the edge that leads to it; of an in-tree each after those that lead to it
   */
  public TimedRoute of(Message message, List<Integer> edges) {
    long[] duration = new long[edges.size()];
    long longest = 0;
    for (int i = 0; i < duration.length; i++) {
      Bandwidth slowest = null;
      for (int c : links.edges().get(edges.get(i)).channels()) {
        Bandwidth b = links.channels().get(c).bandwidth();
        slowest = slowest == null ? b : slowest.min(b);
      }
      duration[i] = Objects.requireNonNull(slowest).cyclesFor(message.volume());
      longest = Math.max(longest, duration[i]);
    }
    if (problem.rules().forwarding() == Forwarding.CUT_THROUGH) {
      Arrays.fill(duration, longest);
    }
    long[] offset = message.shape() == Message.Shape.IN_TREE ? inTree(message, edges, duration) : outTree(edges, duration);
    return assemble(edges, offset, duration);
  }

  /** Slots from the beginning of a hold of an edge until the next edge can begin. */
  private long step(Edge edge, long duration) {
    long latency = 0;
    for (int c : edge.channels()) {
      latency += links.channels().get(c).latencyCycles();
    }
    return latency + (problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD ? duration : 0);
  }

  private long[] outTree(List<Integer> edges, long[] duration) {
    Map<Integer, Long> depth = new HashMap<>();
    long[] offset = new long[duration.length];
    for (int i = 0; i < offset.length; i++) {
      Edge edge = links.edges().get(edges.get(i));
      offset[i] = depth.getOrDefault(edge.from(), 0L);
      depth.put(edge.to(), offset[i] + step(edge, duration[i]));
    }
    return offset;
  }

  /** Backwards from the root: an edge begins its step, and a merge where branches meet, before the edge that it leads to. */
  private long[] inTree(Message message, List<Integer> edges, long[] duration) {
    Map<Integer, Integer> inputs = new HashMap<>();
    for (int s : message.sources()) {
      inputs.merge(problem.network().tiles().get(s).source(), 1, Integer::sum);
    }
    for (int e : edges) {
      inputs.merge(links.edges().get(e).to(), 1, Integer::sum);
    }
    Map<Integer, Long> leaves = new HashMap<>(); // node -> offset of the edge that leaves it, before shifting
    long[] offset = new long[duration.length];
    long least = 0;
    for (int i = offset.length - 1; i >= 0; i--) {
      Edge edge = links.edges().get(edges.get(i));
      Long next = leaves.get(edge.to());
      long merge = next != null && inputs.getOrDefault(edge.to(), 0) > 1 ? problem.rules().mergeSlots() : 0;
      offset[i] = (next == null ? 0 : next) - merge - step(edge, duration[i]);
      leaves.put(edge.from(), offset[i]);
      least = Math.min(least, offset[i]);
    }
    for (int i = 0; i < offset.length; i++) {
      offset[i] -= least;
    }
    return offset;
  }

  private TimedRoute assemble(List<Integer> edges, long[] offset, long[] duration) {
    Map<Integer, Integer> positions = new LinkedHashMap<>();
    List<Long> offsets = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    long finish = 0;
    long lastEnd = 0;
    int hops = 0;
    for (int i = 0; i < offset.length; i++) {
      boolean port = true;
      for (int c : links.edges().get(edges.get(i)).channels()) {
        if (positions.putIfAbsent(c, positions.size()) == null) {
          offsets.add(offset[i]);
          durations.add(duration[i]);
        }
        Channel.Kind kind = links.channels().get(c).kind();
        port &= kind == Channel.Kind.INJECT || kind == Channel.Kind.EJECT;
      }
      long end = offset[i] + duration[i];
      lastEnd = Math.max(lastEnd, end);
      hops += port ? 0 : 1;
      if (!port || problem.network().finishCountsPorts()) {
        finish = Math.max(finish, end);
      }
    }
    return new TimedRoute(
        edges,
        positions.keySet().stream().mapToInt(Integer::intValue).toArray(),
        offsets.stream().mapToLong(Long::longValue).toArray(),
        durations.stream().mapToLong(Long::longValue).toArray(),
        finish,
        lastEnd,
        hops);
  }
}
