package dev.dovetail.encodings.dramschedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The earliest starts of a fixed order and fixed residencies under the model's constraints.
 *
 * <p>A load that is resident from a position before its tile starts no earlier than the tile at that position; one that comes
 * with its tile no earlier than the end of the tile before.
 */
final class LeastTimes {
  final long[] tileStart;
  final long[] start;
  final long latency;

  /**
   * @param order of the channel, in which nothing that a tile waits for stands behind what the tile releases
   * @throws IllegalArgumentException if it does
   */
  LeastTimes(Instance in, List<Integer> order, int[] times) {
    tileStart = new long[in.tiles];
    start = new long[in.tensors];
    int[] waiting = new int[in.tiles];
    for (int x = 0; x < in.tensors; x++) {
      if (deadline(in, x, times[x]) < in.tiles) {
        waiting[deadline(in, x, times[x])]++;
      }
    }
    long[] ready = new long[in.tiles];
    long computeEnd = 0;
    long channelEnd = 0;
    int next = 0;
    int q = 0;
    while (next < order.size() || q < in.tiles) {
      if (q < in.tiles && waiting[q] == 0) {
        tileStart[q] = Math.max(computeEnd, ready[q]);
        computeEnd = tileStart[q] + in.compute[q];
        q++;
        continue;
      }
      int x = next < order.size() ? order.get(next) : -1;
      if (x < 0 || released(in, x, times[x]) > q) {
        throw new IllegalArgumentException("The order lets tile %d wait for a transfer that waits for it.".formatted(q));
      }
      start[x] = Math.max(channelEnd, release(in, x, times[x]));
      channelEnd = start[x] + in.channel[x];
      int deadline = deadline(in, x, times[x]);
      if (deadline < in.tiles) {
        waiting[deadline]--;
        ready[deadline] = Math.max(ready[deadline], channelEnd);
      }
      next++;
    }
    latency = Math.max(computeEnd, channelEnd);
  }

  /** How many tiles must have been placed before the transfer can be. */
  private static int released(Instance in, int x, int time) {
    if (!in.load[x]) {
      return in.tile[x] + 1;
    }
    return time < in.tile[x] ? time + 1 : time;
  }

  private long release(Instance in, int x, int time) {
    if (in.load[x] && time < in.tile[x]) {
      return time < 0 ? 0 : tileStart[time];
    }
    int tile = in.load[x] ? time - 1 : in.tile[x];
    return tile < 0 ? 0 : tileStart[tile] + in.compute[tile];
  }

  private static int deadline(Instance in, int x, int time) {
    return in.load[x] ? in.tile[x] : time;
  }

  /**
   * The order that the model knows: where a tile waits for a transfer behind loads that are released with it and needed later
   * (the judge lets that pass in one case: all of them are loads of the tile's own layer), those loads move behind it. Nothing
   * ends later for it.
   */
  static List<Integer> withoutLookAhead(Instance in, List<Integer> order, int[] times) {
    List<Integer> moved = new ArrayList<>(order);
    for (int q = 0; q < in.tiles; q++) {
      int last = -1;
      for (int k = 0; k < moved.size(); k++) {
        int x = moved.get(k);
        last = deadline(in, x, times[x]) == q ? k : last;
      }
      List<Integer> early = new ArrayList<>();
      for (int k = 0; k <= last; k++) {
        int x = moved.get(k);
        if (in.load[x] && times[x] == q && in.tile[x] > q) {
          early.add(x);
        }
      }
      if (!early.isEmpty()) {
        int required = moved.get(last);
        moved.removeAll(early);
        moved.addAll(moved.indexOf(required) + 1, early);
      }
    }
    return moved;
  }
}
