package dev.dovetail.solver.pipeline.traffic;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A lower bound on the largest lateness of the messages of a segment whose regions are fixed.
 *
 * <p>Holds for every slot table: a port serves one message at a time; messages that enter a part of the mesh hold one of the links into it. Of the
 * messages that need such a resource, those with the earliest deadlines alone already need as many slots as they hold it, divided by the number of
 * links. A message is injected in slot 0 at the earliest, crosses its i-th link in slot i and ends a slot behind its last link. Parts that are looked at:
 * rows and columns on either side of a cut, each region, and all but each region. Source: Jackson's rule on one machine.
 */
final class TrafficBound {
  private final LinkSlotsProblem problem;
  private final Segment segment;
  private final int columns;
  private final long[] duration;
  private final List<Need> needs = new ArrayList<>();

  /** What one message needs of a resource. */
  private record Need(long deadline, long slots) {}

  private TrafficBound(LinkSlotsProblem problem, Segment segment) {
    this.problem = problem;
    this.segment = segment;
    this.columns = problem.network().columns();
    Bandwidth rate = problem.network().links().channels().stream().map(Channel::bandwidth).min(Comparator.naturalOrder())
        .orElseThrow();
    this.duration = problem.messages().stream().mapToLong(m -> rate.cyclesFor(m.volume())).toArray();
  }

  /**
   * The bound.
   *
   * @param problem what {@link dev.dovetail.models.pipeline.SegmentTraffic#slots} says of the segment: a mesh with ports of one message at a time, all
   *     released in slot 0, each with a deadline
   */
  static long lateness(LinkSlotsProblem problem, Segment segment) {
    TrafficBound bound = new TrafficBound(problem, segment);
    return Math.max(bound.ports(), bound.cuts());
  }

  private long ports() {
    long most = Long.MIN_VALUE;
    int tiles = problem.network().tiles().size();
    for (int tile = 0; tile < tiles; tile++) {
      int here = tile;
      most = Math.max(most, resource(m -> m.source() == here, 1, this::farthest));
      most = Math.max(most, resource(m -> m.destinations().contains(here), 1, m -> distance(m.source(), here)));
    }
    return most;
  }

  private long farthest(Message message) {
    return message.destinations().stream().mapToLong(d -> distance(message.source(), d)).max().orElse(0);
  }

  private long distance(int a, int b) {
    return Math.abs(a % columns - b % columns) + Math.abs(a / columns - b / columns);
  }

  private long cuts() {
    Set<Set<Integer>> parts = new LinkedHashSet<>();
    int tiles = problem.network().tiles().size();
    for (int x = 1; x < columns; x++) {
      int cut = x;
      split(parts, t -> t % columns < cut);
    }
    for (int y = 1; y < tiles / columns; y++) {
      int cut = y;
      split(parts, t -> t / columns < cut);
    }
    for (Cluster cluster : segment.clusters()) {
      Set<Integer> region = new LinkedHashSet<>(cluster.chiplets());
      split(parts, region::contains);
    }
    return parts.stream().mapToLong(this::into).max().orElse(Long.MIN_VALUE);
  }

  private void split(Set<Set<Integer>> parts, Predicate<Integer> first) {
    Set<Integer> low = new LinkedHashSet<>();
    Set<Integer> high = new LinkedHashSet<>();
    for (int t = 0; t < problem.network().tiles().size(); t++) {
      (first.test(t) ? low : high).add(t);
    }
    parts.add(low);
    parts.add(high);
  }

  /** Messages from outside into a part of the mesh. */
  private long into(Set<Integer> part) {
    long links = 0;
    for (int t : part) {
      int[] around = {t % columns > 0 ? t - 1 : -1, t % columns < columns - 1 ? t + 1 : -1, t - columns, t + columns};
      for (int n : around) {
        links += n >= 0 && n < problem.network().tiles().size() && !part.contains(n) ? 1 : 0;
      }
    }
    return resource(m -> !part.contains(m.source()) && m.destinations().stream().anyMatch(part::contains), links, m -> 1);
  }

  private interface Distance {
    long of(Message message);
  }

  /**
   * Messages on a number of equal machines.
   *
   * @param machines at least 1
   * @param links that each message crosses at least on its way, the machine's own among them
   */
  private long resource(Predicate<Message> uses, long machines, Distance links) {
    needs.clear();
    long way = Long.MAX_VALUE;
    for (Message m : problem.messages()) {
      if (uses.test(m)) {
        needs.add(new Need(m.deadline(), duration[m.index()]));
        way = Math.min(way, links.of(m));
      }
    }
    Collections.sort(needs, Comparator.comparingLong(Need::deadline));
    long slots = 0;
    long most = Long.MIN_VALUE;
    for (Need need : needs) {
      slots += need.slots;
      most = Math.max(most, way + 1 + (slots + machines - 1) / machines - need.deadline);
    }
    return most;
  }
}
