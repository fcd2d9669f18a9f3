package dev.dovetail.solver.dramschedule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Both streams after some transfers have been sent, and what sending one more makes of them.
 *
 * <p>Role: the transitions of {@link SetSearch}, in the order of time. A transfer starts as early as its place in the order permits: for a
 * given order that is best, because of two loads the second one gains nothing by being resident before the first one starts. Tiles that can
 * start before it do; only a store in flight, or sent at the very end of its tile, may make a tile wait for its place.
 */
final class StreamState {
  /** No tile is made to wait. */
  static final int NO_WAIT = -1;

  private final Streams in;
  private final int words;
  final boolean hasStores;

  /** Transfers that have been sent. */
  final long[] set;
  /** Bytes at each tile, from the one at work on, beside mandatory tensors and loads that have been sent. */
  final long[] room;
  /** Loads of each tile that have not been sent. */
  final int[] missing;
  private final int[] waiting;
  private final int[] unsentStores;
  private int unsentCount;

  /** The tile at work, -1 before the first one. */
  int tile;
  /** Its start. */
  long start;
  long extra;
  /** End of the last transfer. */
  long clock;
  long hold;
  int last;
  /** Whether the last transfer is a load that is resident from its own, the next, tile on only: that tile waits for nothing else. */
  boolean sealed;
  /** Whether only loads of the next tile may be sent before it starts. */
  boolean onlyNext;

  /** Natural starts of the tiles that need no further load. */
  final long[] starts;
  /** The first tile after the one at work that needs a further load. */
  int blocked;
  /** End of the tile before it. */
  long chain;

  /** {@link #blocked} in the state that the last transfer tried leads to. */
  int blockedAfter;

  private int reached;
  private final long[] scratch;

  // The state that a transfer leads to.
  int toTile;
  long toStart;
  long toExtra;
  long toHold;
  long toClock;
  boolean toSealed;
  private int waitTile;
  private long @Nullable [] record;
  /** Tiles that might wait for the store in flight. */
  final int[] choices;

  int choiceCount;

  StreamState(Streams in) {
    this.in = in;
    words = (in.tensors + 63) / 64;
    set = new long[words];
    room = new long[in.tiles + 1];
    missing = new int[in.tiles + 2];
    waiting = new int[in.lists];
    unsentStores = new int[in.tiles];
    starts = new long[in.tiles + 1];
    scratch = new long[in.tiles + 1];
    choices = new int[in.tiles + 2];
    hasStores = in.needBegin[in.tiles] < in.tensors;
  }

  /** From here on, writes when each tile starts to {@code target}. */
  void recordStarts(long[] target) {
    record = target;
  }

  int words() {
    return words;
  }

  boolean isSent(int x) {
    return (set[x >> 6] >>> x & 1) != 0;
  }

  /** The state in which nothing has been sent. */
  void reset() {
    Arrays.fill(set, 0);
    tile = -1;
    start = 0;
    extra = 0;
    clock = 0;
    hold = 0;
    last = -1;
    sealed = false;
    derive();
  }

  /** State {@code i} of {@code layer}. */
  void load(SentLayer layer, int i) {
    System.arraycopy(layer.sets, i * words, set, 0, words);
    tile = layer.tiles[i];
    start = layer.starts[i];
    extra = layer.extras[i];
    clock = layer.clocks[i];
    hold = layer.holds[i];
    last = layer.lasts[i];
    sealed = layer.sealed[i];
    derive();
  }

  /** Takes the state that the last transfer tried leads to. */
  void become(int x) {
    set[x >> 6] |= 1L << x;
    tile = toTile;
    start = toStart;
    extra = toExtra;
    clock = toClock;
    hold = toHold;
    last = x;
    sealed = toSealed;
    derive();
  }

  private void derive() {
    int from = Math.max(tile, 0);
    System.arraycopy(in.free, from, room, from, in.tiles - from);
    Arrays.fill(missing, 0);
    Arrays.fill(waiting, 0);
    for (int x = 0; x < in.tensors; x++) {
      if (in.load[x]) {
        if (isSent(x)) {
          long size = in.bytes[x];
          for (int q = from, to = in.latest[x]; q < to; q++) {
            room[q] -= size;
          }
        } else {
          missing[in.tile[x]]++;
        }
      }
    }
    unsentCount = 0;
    if (hasStores) {
      for (int q = 0; q < in.tiles; q++) {
        int y = in.storeOf[q];
        if (y >= 0 && !isSent(y)) {
          unsentStores[unsentCount++] = y;
        }
      }
      for (int l = 0; l < in.lists; l++) {
        for (int i = in.listBegin[l]; i < in.listBegin[l + 1]; i++) {
          waiting[l] += isSent(in.listStores[i]) ? 0 : 1;
        }
      }
    }
    onlyNext = sealed && missing[tile + 1] > 0;
    chain = chain(tile, start, hold, last, clock, starts);
    blocked = reached;
  }

  /** End of the last tile that needs no further load; writes the starts of the tiles until then. */
  private long chain(int from, long fromStart, long fromHold, int lastSent, long lastEnd, long[] target) {
    int waits = lastSent >= 0 && in.load[lastSent] ? in.tile[lastSent] : -1;
    long end = 0;
    if (from >= 0) {
      target[from] = fromStart;
      end = fromStart + in.cycles[from];
    }
    int q = from + 1;
    for (; q < in.tiles && missing[q] == 0; q++) {
      if (q == waits) {
        end = Math.max(end, lastEnd);
      }
      if (q == from + 1) {
        end = Math.max(end, fromHold);
      }
      target[q] = end;
      end += in.cycles[q];
    }
    reached = q;
    return end;
  }

  /** {@link #chain} of the state that the last transfer tried leads to, with {@link #blockedAfter}. */
  long chainAfter(int x) {
    if (in.load[x]) {
      missing[in.tile[x]]--;
    }
    long end = chain(toTile, toStart, toHold, x, toClock, scratch);
    if (in.load[x]) {
      missing[in.tile[x]]++;
    }
    blockedAfter = reached;
    return end;
  }

  /** Whether it matters that the state that the last transfer tried leads to is sealed. */
  boolean sealedAfter(int x) {
    return toSealed && (missing[in.tile[x]] > 1 || storesAfter(x));
  }

  /** Whether a store that load {@code x} reads again has not been sent. */
  boolean waits(int x) {
    return in.afterList[x] >= 0 && waiting[in.afterList[x]] > 0;
  }

  /** Whether stores are under way in the state that the last transfer tried leads to. */
  boolean storesAfter(int x) {
    return hasStores && (!in.load[x] || toExtra > 0 || unsentUntil(toTile, x));
  }

  private boolean unsentUntil(int q, int except) {
    for (int i = 0; i < unsentCount && in.tile[unsentStores[i]] <= q; i++) {
      if (unsentStores[i] != except) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of stores computed up to tile {@code q} and not sent that need not be resident at {@code next}. */
  private long unsentAt(int q, int next) {
    long sum = 0;
    for (int i = 0; i < unsentCount && in.tile[unsentStores[i]] <= q; i++) {
      if (in.end[unsentStores[i]] <= next) {
        sum += in.bytes[unsentStores[i]];
      }
    }
    return sum;
  }

  /** Starts the next tile of the tentative state; answers false if a load or the place of a store is missing. */
  private boolean advance() {
    int next = toTile + 1;
    if (next >= in.tiles || missing[next] > 0) {
      return false;
    }
    long at = Math.max(toHold, toTile < 0 ? 0 : toStart + in.cycles[toTile]);
    if (last >= 0 && in.load[last] && in.tile[last] == next) {
      at = Math.max(at, clock);
    }
    long staying = 0;
    if (hasStores) {
      staying = unsentAt(toTile, next);
      if (staying > room[next]) {
        return false;
      }
      if (last >= 0 && !in.load[last] && in.end[last] <= next && clock > at) {
        if (staying + in.bytes[last] > room[next] || waitTile == next) {
          at = clock;
        } else {
          staying += in.bytes[last];
          if (waitTile == NO_WAIT && (choiceCount == 0 || choices[choiceCount - 1] != next)) {
            choices[choiceCount++] = next;
          }
        }
      }
    }
    toTile = next;
    toStart = at;
    toExtra = staying;
    toHold = 0;
    if (record != null) {
      record[next] = at;
    }
    return true;
  }

  /**
   * Tries to send {@code x} next.
   *
   * @param wait the tile that waits for the store in flight, or {@link #NO_WAIT}; then the tiles that might are noted
   * @return whether that is possible and may lead to a schedule that no other order matches; the {@code to} fields then hold what it leads to
   */
  boolean send(int x, int wait) {
    begin(wait);
    return in.load[x] ? sendLoad(x) : sendStore(x);
  }

  private boolean sendLoad(int x) {
    int need = in.tile[x];
    while (true) {
      int next = toTile + 1;
      long end = toTile < 0 ? 0 : toStart + in.cycles[toTile];
      long at = Math.max(clock, toStart);
      if (!onlyNext) {
        long keptStart = toStart;
        long keptExtra = toExtra;
        long keptHold = toHold;
        boolean startable = advance();
        if (startable) {
          if (toStart <= at) {
            continue;
          }
          toTile = next - 1;
          toStart = keptStart;
          toExtra = keptExtra;
          toHold = keptHold;
        }
        if (fits(x)) {
          // While a tile waits, what it waits for goes first: any other order of the same transfers is no better.
          if (need != next && at >= end && toTile >= 0 && !startable && next < in.tiles) {
            return false;
          }
          return sent(x, at, false);
        }
        if (need == next) {
          return maySeal(next) && sent(x, Math.max(clock, end), true);
        }
        if (!advance()) {
          return false;
        }
      } else {
        return need == next && sent(x, Math.max(clock, end), true);
      }
    }
  }

  private boolean fits(int x) {
    int to = in.latest[x];
    long size = in.bytes[x];
    if (toTile >= 0 && toTile < to && room[toTile] - toExtra < size) {
      return false;
    }
    for (int q = toTile + 1; q < to; q++) {
      if (room[q] < size) {
        return false;
      }
    }
    return true;
  }

  /** Whether loads of tile {@code next} may be resident from it on only: nothing else comes before it then. */
  private boolean maySeal(int next) {
    for (int i = in.needBegin[next]; i < in.needBegin[next + 1]; i++) {
      int z = in.loadsByNeed[i];
      if (!isSent(z) && (in.latest[z] != next || waits(z))) {
        return false;
      }
    }
    return unsentAt(toTile, next) <= room[next];
  }

  private boolean sendStore(int x) {
    int made = in.tile[x];
    while (toTile < made) {
      if (!advance()) {
        return false;
      }
    }
    while (true) {
      long at = Math.max(clock, toTile == made ? toStart + in.cycles[made] : toStart);
      int keptTile = toTile;
      long keptStart = toStart;
      long keptExtra = toExtra;
      if (!advance()) {
        return sent(x, at, false);
      }
      if (toStart >= at && !(sealed && toTile == tile + 1)) {
        // The tile that could start at the same moment may as well wait for this store.
        toHold = toStart;
        toTile = keptTile;
        toStart = keptStart;
        toExtra = keptExtra;
        return sent(x, at, false);
      }
    }
  }

  private boolean sent(int x, long at, boolean seals) {
    toClock = at + in.channel[x];
    if (in.load[x] && in.tile[x] == toTile + 1) {
      toHold = toClock;
    }
    toSealed = seals;
    return true;
  }

  /** After everything has been sent: starts the remaining tiles and answers the latency, or {@link Long#MAX_VALUE}. */
  long finish() {
    begin(NO_WAIT);
    while (toTile + 1 < in.tiles) {
      if (!advance()) {
        return Long.MAX_VALUE;
      }
    }
    return Math.max(clock, toTile < 0 ? 0 : toStart + in.cycles[toTile]);
  }

  private void begin(int wait) {
    toTile = tile;
    toStart = start;
    toExtra = extra;
    toHold = hold;
    waitTile = wait;
    if (wait == NO_WAIT) {
      choiceCount = 0;
    }
  }
}
