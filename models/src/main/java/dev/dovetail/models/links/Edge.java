package dev.dovetail.models.links;

import java.util.List;

/**
 * A directed hop from one node to the next, over one or more channels that it holds together.
 *
 * @param name unique in its accelerator, for example {@code core0->core1} or {@code bus:core0->core1}
 * @param from index of the node it leaves
 * @param to index of the node it enters
 * @param channels indices of the channels that it occupies, all during the same cycles (a bus and the DRAM port behind it)
 */
public record Edge(String name, int from, int to, List<Integer> channels) {
  public Edge {
    channels = List.copyOf(channels);
  }
}
