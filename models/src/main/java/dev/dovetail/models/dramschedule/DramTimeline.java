package dev.dovetail.models.dramschedule;

import java.util.List;

/**
 * When everything of an executable schedule happens.
 *
 * <p>Role: what mapping files, reports and traces show; derived from the schedule by {@link DramScheduleEvaluator}.
 *
 * @param latencyCycles end of the last tile or transfer
 * @param transfers by tensor index: when it is on the channel
 * @param tiles by tile: when it computes
 * @param occupancyBytes buffer occupancy by position; entry 0 is position -1
 */
public record DramTimeline(long latencyCycles, List<Span> transfers, List<Span> tiles, List<Long> occupancyBytes) {
  public DramTimeline {
    transfers = List.copyOf(transfers);
    tiles = List.copyOf(tiles);
    occupancyBytes = List.copyOf(occupancyBytes);
  }

  /** The highest occupancy. */
  public long peakBytes() {
    return occupancyBytes.stream().mapToLong(b -> b).max().orElse(0);
  }

  /**
   * A time span in cycles.
   *
   * @param start first cycle
   * @param end one past the last one
   */
  public record Span(long start, long end) {}
}
