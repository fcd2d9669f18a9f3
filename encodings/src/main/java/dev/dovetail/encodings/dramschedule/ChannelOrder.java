package dev.dovetail.encodings.dramschedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads an order of the channel off start times, so that the judge accepts it.
 *
 * <p>Positions are counted in halves: 2q is the gap before tile q, 2q+1 the time in which it computes. Two repairs: transfers
 * without length at the same instant go by release, stores first; and loads that come with their own tile go behind everything
 * else that their tile waits for or that runs before it, since the judge takes nothing between them. Neither makes anything end
 * later.
 */
final class ChannelOrder {
  private ChannelOrder() {}

  static List<Integer> of(Instance in, long[] start, int[] times) {
    // Of each tile: the last start, and the last end, of the transfers that it waits for.
    long[] lastStart = new long[in.tiles + 1];
    long[] lastEnd = new long[in.tiles + 1];
    for (int x = 0; x < in.tensors; x++) {
      int waits = in.load[x] ? in.tile[x] : times[x];
      lastStart[waits] = Math.max(lastStart[waits], start[x]);
      lastEnd[waits] = Math.max(lastEnd[waits], start[x] + in.channel[x]);
    }
    long[] key = new long[in.tensors];
    long[] end = new long[in.tensors];
    int[] released = new int[in.tensors];
    int[] last = new int[in.tensors];
    for (int x = 0; x < in.tensors; x++) {
      boolean withTile = in.load[x] && times[x] == in.tile[x];
      key[x] = withTile ? lastStart[in.tile[x]] : start[x];
      end[x] = withTile ? lastEnd[in.tile[x]] : start[x] + in.channel[x];
      released[x] = withTile ? 2 * times[x] : in.load[x] ? 2 * times[x] + 1 : 2 * in.tile[x] + 2;
      for (int store : in.after[x]) {
        released[x] = Math.max(released[x], 2 * in.tile[store] + 2);
      }
      last[x] = withTile ? 2 : in.load[x] ? 1 : 0;
    }
    List<Integer> order = new ArrayList<>();
    for (int x = 0; x < in.tensors; x++) {
      order.add(x);
    }
    order.sort(
        Comparator.comparingLong((Integer x) -> key[x])
            .thenComparingLong(x -> end[x])
            .thenComparingInt(x -> released[x])
            .thenComparingInt(x -> last[x])
            .thenComparingInt(x -> x));
    return order;
  }
}
