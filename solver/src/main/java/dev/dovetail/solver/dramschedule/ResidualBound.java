package dev.dovetail.solver.dramschedule;

/**
 * A lower bound on the latency of every schedule that goes on from a state of {@link SetSearch}.
 *
 * <p>Each transfer that has not been sent has a head, the end of the tile that makes it or the first moment at which the buffer, with the loads
 * that have been sent, has room for it until its tile; and a tail, what must follow the start of its tile. The preemptive schedule of the
 * channel that always serves the longest tail is a lower bound (Jackson).
 */
final class ResidualBound {
  private final Streams in;
  private final long[] startTails;
  private final long[] endTails;
  private final long[] heads;
  private final long[] left;
  private final int[] jobs;
  private final int[] ready;

  /**
   * Bounds for one instance.
   *
   * @param startTails by tile, the least time from its start to the end of everything
   * @param endTails by tile, the least time from its end to the end of everything
   */
  ResidualBound(Streams in, long[] startTails, long[] endTails) {
    this.in = in;
    this.startTails = startTails;
    this.endTails = endTails;
    heads = new long[in.tensors];
    left = new long[in.tensors];
    jobs = new int[in.tensors];
    ready = new int[in.tensors];
  }

  /** The bound from the streams alone, for a state that {@code state} has tried: {@code x} has been sent, tiles may run until {@code chain}. */
  long quick(StreamState state, int x, long chain) {
    long channel = state.toClock + (in.load[x] ? startTails[in.tile[x]] : 0);
    return Math.max(channel, chain + after(state.blockedAfter));
  }

  private long after(int blocked) {
    return blocked > 0 ? endTails[blocked - 1] : startTails[0];
  }

  /** The bound; gives up where it reaches {@code cutoff}. */
  long of(StreamState state, long cutoff) {
    long now = Math.max(state.clock, state.start);
    int count = 0;
    for (int x = 0; x < in.tensors; x++) {
      if (!state.isSent(x)) {
        long head = Math.max(now, in.load[x] ? loadHead(state, x) : storeHead(state, x));
        heads[x] = head;
        left[x] = in.channel[x];
        int at = count++;
        while (at > 0 && heads[jobs[at - 1]] > head) {
          jobs[at] = jobs[at - 1];
          at--;
        }
        jobs[at] = x;
      }
    }
    long value = state.chain + after(state.blocked);
    int next = 0;
    int waiting = 0;
    while (value < cutoff && (next < count || waiting > 0)) {
      if (waiting == 0) {
        now = Math.max(now, heads[jobs[next]]);
      }
      while (next < count && heads[jobs[next]] <= now) {
        int x = jobs[next++];
        long tail = tail(x);
        int at = waiting++;
        while (at > 0 && tail(ready[at - 1]) > tail) {
          ready[at] = ready[at - 1];
          at--;
        }
        ready[at] = x;
      }
      int x = ready[waiting - 1];
      long until = next < count ? heads[jobs[next]] : Long.MAX_VALUE;
      long served = Math.min(left[x], until - now);
      now += served;
      left[x] -= served;
      if (left[x] == 0) {
        waiting--;
        value = Math.max(value, now + tail(x));
      }
    }
    return value;
  }

  private long tail(int x) {
    return in.load[x] ? startTails[in.tile[x]] : 0;
  }

  private long loadHead(StreamState state, int x) {
    int from = Math.max(state.tile, 0);
    long size = in.bytes[x];
    int s = in.latest[x];
    while (s > from && state.room[s - 1] >= size) {
      s--;
    }
    if (s <= from) {
      return 0;
    }
    if (s == in.tile[x]) {
      return end(state, s - 1);
    }
    return s < state.blocked ? state.starts[s] : state.chain + in.tail[state.blocked] - in.tail[s];
  }

  private long storeHead(StreamState state, int x) {
    return in.tile[x] < state.tile ? 0 : end(state, in.tile[x]);
  }

  /** The earliest end of a tile from the one at work on. */
  private long end(StreamState state, int q) {
    return q < state.blocked ? state.starts[q] + in.cycles[q] : state.chain + in.tail[state.blocked] - in.tail[q + 1];
  }
}
