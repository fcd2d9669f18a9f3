package dev.dovetail.models.mapping;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.allocation.Schedule;
import java.util.List;

/**
 * An executable mapping of a network: its fusion groups, the schedule of one sample, and how often a sample may begin.
 *
 * @param groups a partition of the layers, in an order in which every group comes after those that it reads from
 * @param schedule tasks, buffers and transfers of one sample
 * @param periodCycles cycles between the starts of two samples of a stream, at least 1; the schedule's latency or more if samples do not
 *     overlap
 */
public record NetworkMapping(List<FusionGroup> groups, Schedule schedule, long periodCycles) implements Mapping {
  public NetworkMapping {
    groups = List.copyOf(groups);
  }
}
