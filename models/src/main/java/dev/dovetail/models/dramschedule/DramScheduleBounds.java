package dev.dovetail.models.dramschedule;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import java.util.ArrayList;
import java.util.List;

/**
 * All lower bounds of kind dram-schedule, each valid alone for every order and residency.
 *
 * <p>Role: half of every gap. The latency is that of a two-machine flow shop: the channel serves the compute stream with loads
 * and takes its stores. Source of the flow-shop view: Johnson, Optimal two- and three-stage production schedules, 1954; of the
 * one-machine bound: Jackson's preemptive schedule, in Carlier, The one-machine sequencing problem, 1982.
 */
public final class DramScheduleBounds implements LowerBounds<DramScheduleProblem> {
  /**
   * All bounds.
   *
   * @throws dev.dovetail.models.InfeasibleException if the buffer is too small: see {@link DramScheduleFeasibility}
   */
  @Override
  public List<LowerBound> of(DramScheduleProblem problem) {
    DramScheduleFeasibility.check(problem);
    StreamBounds streams = new StreamBounds(problem);
    List<LowerBound> bounds =
        new ArrayList<>(List.of(streams.ideal(), streams.flowShop(), streams.mirror(), new HeadTailBound(problem).bound()));
    if (CapacityBound.isFor(problem)) {
      CapacityBound capacity = new CapacityBound(problem);
      bounds.add(capacity.capacity());
      bounds.add(capacity.order());
    }
    return List.copyOf(bounds);
  }
}
