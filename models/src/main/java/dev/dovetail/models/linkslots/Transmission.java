package dev.dovetail.models.linkslots;

import java.util.List;

/**
 * The decided route and time of one message.
 *
 * @param message index
 * @param edges edge indices of the path or tree, local ports included: each after the edge that leads to it; of an in-tree each after those
 *     that lead to it, so that the last one enters the destination
 * @param start slot in which the earliest edge begins to be held: the injection; of an in-tree that of the farthest source
 * @param waits slots that the message waits before each edge beyond what its route needs, by position in {@code edges}; empty for none
 */
public record Transmission(int message, List<Integer> edges, long start, List<Long> waits) {
  public Transmission {
    edges = List.copyOf(edges);
    waits = List.copyOf(waits);
  }

  /** A message that never waits on its way. */
  public Transmission(int message, List<Integer> edges, long start) {
    this(message, edges, start, List.of());
  }
}
