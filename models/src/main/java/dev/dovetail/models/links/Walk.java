package dev.dovetail.models.links;

import dev.dovetail.models.Exact;

/**
 * What a movement over a sound route holds. All times are cycles after its start; the earliest edge begins at 0.
 *
 * @param channels channel indices, each once, in the order of the walk: from the root on
 * @param offsets cycle in which each channel begins to be held, by position in {@code channels}
 * @param durations cycles for which each channel is held, by position in {@code channels}
 * @param edgeOffsets cycle in which each edge begins to be held, by position in the route
 * @param edgeDurations cycles for which each edge is held, by position in the route
 * @param next position of the edge next to each edge on its way to the root, -1 for an edge at the root: for an out-tree the edge before it,
 *     for an in-tree the edge after it
 * @param departures cycle in which the data leaves each source, by position among the sources
 * @param arrival cycle in which the first unit is at the farthest target (cut-through), or the last one (store and forward)
 * @param bandwidth of the slowest channel
 * @param femtojoulesPerByte sum over the channels
 */
public record Walk(
    int[] channels,
    long[] offsets,
    long[] durations,
    long[] edgeOffsets,
    long[] edgeDurations,
    int[] next,
    long[] departures,
    long arrival,
    Bandwidth bandwidth,
    long femtojoulesPerByte) {

  /** Cycles from the start until no channel is held any more. */
  public long lastEnd() {
    long end = 0;
    for (int i = 0; i < offsets.length; i++) {
      end = Math.max(end, Exact.add(offsets[i], durations[i]));
    }
    return end;
  }
}
