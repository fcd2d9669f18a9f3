package dev.dovetail.encodings.dramschedule;

/**
 * Narrows the ranges of residencies as far as schedules of at most some latency allow, until nothing changes.
 *
 * <p>A residency that would make its transfer too late is ruled out; what remains of it takes room, which rules out others. A
 * residency that is longer than the transfer can make use of is shortened: a load that can never start before some tile does is
 * resident from that tile at the earliest, a store that always ends before some tile is gone with it. Every schedule within the
 * latency has its like in what is left, with the same starts.
 */
final class Tightening {
  private static final int MOST_ROUNDS = 12;

  private final Instance in;
  private final long horizon;
  private Windows windows;
  private boolean impossible;

  Tightening(Instance in, long horizon) {
    this.in = in;
    this.horizon = horizon;
    windows = new Windows(in, new Refill(in).pairs());
    boolean changed = true;
    for (int round = 0; round < MOST_ROUNDS && changed && !isImpossible(); round++) {
      changed = narrow();
      if (changed) {
        windows = new Windows(in, new Refill(in).pairs());
      }
    }
  }

  /** The windows of what is left. */
  Windows windows() {
    return windows;
  }

  /** Whether no schedule is within the latency. */
  boolean isImpossible() {
    return impossible || windows.bound() > horizon;
  }

  private boolean narrow() {
    boolean changed = false;
    for (int x = 0; x < in.tensors && !impossible; x++) {
      changed |= in.load[x] ? narrowLoad(x) : narrowStore(x);
    }
    for (int q = 0; q <= in.tiles; q++) {
      impossible |= in.free[q] < 0;
    }
    for (int x = 0; x < in.tensors && !impossible; x++) {
      changed |= in.fitRange(x);
    }
    return changed;
  }

  private long latestTileStart(int q) {
    return horizon - windows.tileTail[q];
  }

  private boolean narrowLoad(int x) {
    int most = in.most[x];
    long latest = horizon - windows.tail[x] - in.channel[x];
    while (most >= in.least[x] && earliestRelease(x, most) > latest) {
      most--;
    }
    int least = in.least[x];
    while (least < most && least + 1 < in.tile[x] && latestTileStart(least + 1) <= windows.head[x]) {
      least++;
    }
    if (most < least) {
      impossible = true;
      return true;
    }
    boolean changed = most < in.most[x] || least > in.least[x];
    in.take(in.bytes[x], most, in.most[x]);
    in.most[x] = most;
    in.least[x] = least;
    return changed;
  }

  private long earliestRelease(int x, int position) {
    if (position < in.tile[x]) {
      return position < 0 ? 0 : windows.tileHead[position];
    }
    return position == 0 ? 0 : windows.tileHead[position - 1] + in.compute[position - 1];
  }

  private boolean narrowStore(int x) {
    int least = in.least[x];
    long earliest = windows.head[x] + in.channel[x];
    while (least < in.tiles && least <= in.most[x] && earliest > latestTileStart(least)) {
      least++;
    }
    int most = in.most[x];
    for (int q = least; q < most; q++) {
      if (windows.tileHead[q] >= horizon - windows.tail[x]) {
        most = q;
      }
    }
    if (most < least) {
      impossible = true;
      return true;
    }
    boolean changed = least > in.least[x] || most < in.most[x];
    in.take(in.bytes[x], in.least[x], least);
    in.least[x] = least;
    in.most[x] = most;
    return changed;
  }
}
