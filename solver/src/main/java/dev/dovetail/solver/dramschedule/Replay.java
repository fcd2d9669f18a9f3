package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.Arrays;
import java.util.List;

/** Writes out the schedule of an order of transfers that {@link SetSearch} has found. */
final class Replay {
  private final Streams in;

  Replay(Streams in) {
    this.in = in;
  }

  /**
   * The schedule.
   *
   * @param order all tensors
   * @param waits by place in the order, the tile that waits for the store in flight before the transfer is sent, or {@link
   *     StreamState#NO_WAIT}
   */
  DramSchedule schedule(int[] order, int[] waits) {
    StreamState state = new StreamState(in);
    Integer[] times = new Integer[in.tensors];
    long[] starts = new long[in.tiles];
    long[] ends = new long[in.tensors];
    state.recordStarts(starts);
    state.reset();
    for (int k = 0; k < order.length; k++) {
      int x = order[k];
      if (!state.send(x, waits[k])) {
        throw new IllegalStateException("The transfer (%d) cannot be sent at place (%d).".formatted(x, k));
      }
      times[x] = in.load[x] && state.toSealed ? in.tile[x] : state.toTile;
      ends[x] = state.toClock;
      state.become(x);
    }
    state.finish();
    for (int x = 0; x < in.tensors; x++) {
      if (!in.load[x]) {
        // It is sent while tile `times[x]` is at work, so it stays until the tile after that at least.
        int end = Math.max(in.end[x], times[x] + 1);
        while (end < in.tiles && starts[end] < ends[x]) {
          end++;
        }
        times[x] = end;
      }
    }
    return new DramSchedule(Arrays.stream(order).boxed().toList(), List.of(times));
  }
}
