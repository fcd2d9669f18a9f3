package dev.dovetail.models.linkslots.routes;

import java.util.List;

/**
 * A path or tree of one message, with what it holds relative to its start. All arrays are by position in {@code channels}.
 *
 * @param edges edge indices in the order of {@link dev.dovetail.models.linkslots.Transmission#edges()}
 * @param channels channel indices, each once
 * @param offsets slots after the start at which the hold of each channel begins
 * @param durations slots for which each channel is held
 * @param finish slots from the start to the finish that counts
 * @param lastEnd slots from the start until nothing is held any more
 * @param hops links held, local ports not counted
 */
public record TimedRoute(
    List<Integer> edges, int[] channels, long[] offsets, long[] durations, long finish, long lastEnd, int hops) {
  public TimedRoute {
    edges = List.copyOf(edges);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TimedRoute r && r.edges.equals(edges);
  }

  @Override
  public int hashCode() {
    return edges.hashCode();
  }

  @Override
  public String toString() {
    return "TimedRoute" + edges;
  }
}
