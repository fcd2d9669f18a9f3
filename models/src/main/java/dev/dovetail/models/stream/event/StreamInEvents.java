package dev.dovetail.models.stream.event;

import dev.dovetail.models.allocation.AllocationProblem;
import java.util.List;
import java.util.Map;

/**
 * Stream's mapping as a problem of our own model: what Stream decided is fixed, what it does not decide (time, transfers, order within
 * reason) is open.
 *
 * @param problem network, machine, Stream's cost table, the tile grid of every layer, the cores that may run it, and handovers between
 *     fusion groups through DRAM
 * @param coreOfTile per layer, in the order of its grid's boxes, the index of the core that Stream gives the tile to
 * @param order layers in the order of Stream's slots, group by group: a priority list for a scheduler
 */
public record StreamInEvents(AllocationProblem problem, Map<String, List<Integer>> coreOfTile, List<String> order) {
  public StreamInEvents {
    coreOfTile = Map.copyOf(coreOfTile);
    order = List.copyOf(order);
  }
}
