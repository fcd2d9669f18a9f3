package dev.dovetail.models.dramschedule;

import dev.dovetail.models.Mapping;
import java.util.List;

/**
 * The decided order and residency of all tensors.
 *
 * @param order permutation of the tensor indices: the order on the DRAM channel
 * @param times by tensor index: for a load the position from which it is resident (-1 to {@code neededBy}), for a store the position
 *     at which its residency has ended ({@code minEnd} to the number of tiles)
 */
public record DramSchedule(List<Integer> order, List<Integer> times) implements Mapping {
  public DramSchedule {
    order = List.copyOf(order);
    times = List.copyOf(times);
  }
}
