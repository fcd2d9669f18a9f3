package dev.dovetail.solver.pipeline.traffic;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.SegmentTraffic;
import dev.dovetail.solver.linkslots.LatenessSearch;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds slots for the transfers of placed segments, at the least stage time that it finds them for.
 *
 * <p>All deadlines are a constant distance before the end of the stage. So a table that misses them by so many slots at most is one that meets them
 * all in a stage that is as much longer: the least stage is the least largest lateness (1 | delivery times | L_max, on all links at once).
 */
public final class SegmentSlots {
  private final SegmentTraffic traffic;
  private final long seed;
  private final BooleanSupplier stop;

  /**
   * @param problem with the switch {@code contention}
   * @param seed of random choices
   * @param stop asked now and then; each segment gets slots before
   */
  public SegmentSlots(PipelineProblem problem, long seed, BooleanSupplier stop) {
    this.traffic = new SegmentTraffic(problem);
    this.seed = seed;
    this.stop = stop;
  }

  /**
   * The segment with slots for its transfers, its stage time as stated or longer.
   *
   * @param placed with the stage time that it needs without contention
   * @param work that may be spent on a shorter stage once greedy orders have been tried: about 40,000 for a millisecond
   */
  public Segment complete(Segment placed, long work) {
    Optional<LinkSlotsProblem> slots = traffic.slots(placed);
    if (slots.isEmpty()) {
      return new Segment(placed.clusters(), placed.stageCycles());
    }
    LinkSlotsProblem problem = slots.get();
    long enough = Math.max(0, TrafficBound.lateness(problem, placed));
    LatenessSearch.Late late = new LatenessSearch(problem, RouteOptions.forSearch(problem), seed, stop).run(enough, work);
    SlotTable table = new SlotTable(late.table().transmissions());
    return new Segment(placed.clusters(), placed.stageCycles() + Math.max(0, late.lateness()), table);
  }

  /** A bound on the stage time of a placed segment with slots: as stated, and what its links and ports need where its regions lie. */
  public long bound(Segment placed) {
    long links = Math.max(placed.stageCycles(), traffic.linkBound(placed));
    return traffic.slots(placed).map(p -> Math.max(links, placed.stageCycles() + TrafficBound.lateness(p, placed))).orElse(links);
  }
}
