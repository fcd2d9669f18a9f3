package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a priority list of all tensors into a schedule: a simulation of both streams in the order of time.
 *
 * <p>Role: the constructive scheduler under every search. A call allocates nothing once its arrays have grown.
 *
 * <p>The channel takes the first load of the list that fits the buffer from the tile at work until its own tile; a patient channel waits
 * for the first load of the list, with those behind it that delay nothing, an impatient one takes the next that fits. A load whose
 * waiting would block the compute stream lets others pass. A store comes where the list says, but not before its tile is computed, and
 * no later than a tile or a load needs its place. It stays resident until the first tile that starts after its transfer; with the prompt
 * rule, the next tile waits for the one in flight.
 *
 * <p>Loads that start while a tile computes are resident from that tile; only a load of the next tile may start after the tile at work
 * has ended and be resident from its own tile on, and then nothing but such loads follows before that tile. So no schedule looks ahead.
 */
public final class Decoder {
  /** How many blocked loads are passed over in search for one that may start. */
  private static final int LOOK_AHEAD = 24;

  private static final int NONE = -1;

  private Streams in = new Streams();
  private long[] room = new long[64];
  private long[] ready = new long[64];
  private int[] missing = new int[64];
  private int[] waiting = new int[16];
  private boolean[] sent = new boolean[64];
  private long[] finish = new long[64];
  private int[] blockedAt = new int[64];
  private int[] rank = new int[64];
  private int[] nextLoad = new int[65];
  private int[] previousLoad = new int[65];
  private int[] alive = new int[64];
  private int[] listsBegin = new int[65];
  private int[] listsOf = new int[64];
  private int[] order = new int[64];
  private int[] time = new int[64];

  private int aliveStores;
  private int sentCount;
  private int current;
  private long start;
  private long end;
  private long clock;
  private long extra;
  private boolean sealed;
  private long channelLeft;
  private boolean patient;
  private boolean prompt;
  private boolean @Nullable [] deviant;
  private boolean listsIndexed;

  /** A decoder with small arrays, which grow. */
  public Decoder() {}

  /** The instance that was taken last. */
  Streams streams() {
    return in;
  }

  /** Takes the instance whose lists are decoded from here on; to be called again when its content has changed. */
  public void take(Streams streams) {
    in = streams;
    int tiles = streams.tiles;
    if (room.length < tiles) {
      int more = Math.max(tiles, 2 * room.length);
      room = new long[more];
      ready = new long[more];
      missing = new int[more];
    }
    int tensors = streams.tensors;
    if (sent.length < tensors) {
      int more = Math.max(tensors, 2 * sent.length);
      sent = new boolean[more];
      finish = new long[more];
      blockedAt = new int[more];
      rank = new int[more];
      nextLoad = new int[more + 1];
      previousLoad = new int[more + 1];
      alive = new int[more];
      listsBegin = new int[more + 1];
      order = new int[more];
      time = new int[more];
    }
    listsIndexed = false;
  }

  /** Which lists each store is in; only lists make it necessary. */
  private void indexLists() {
    int lists = in.lists;
    if (waiting.length < lists) {
      waiting = new int[Math.max(lists, 2 * waiting.length)];
    }
    if (lists > 0) {
      int entries = in.listBegin[lists];
      if (listsOf.length < entries) {
        listsOf = new int[Math.max(entries, 2 * listsOf.length)];
      }
      Arrays.fill(listsBegin, 0, in.tensors + 1, 0);
      for (int i = 0; i < entries; i++) {
        listsBegin[in.listStores[i]]++;
      }
      for (int x = 1; x <= in.tensors; x++) {
        listsBegin[x] += listsBegin[x - 1];
      }
      for (int l = 0; l < lists; l++) {
        for (int i = in.listBegin[l]; i < in.listBegin[l + 1]; i++) {
          listsOf[--listsBegin[in.listStores[i]]] = l;
        }
      }
    }
    listsIndexed = true;
  }

  /**
   * Decodes a list.
   *
   * @param priorities all tensors, the most urgent first
   * @param isPatient whether the channel waits for the first load of the list
   * @param isPrompt whether the next tile waits for the store in flight
   * @param deviants loads for which patience, and stores for which promptness is the other way round; or null
   * @param cutoff gives up where the latency is certain to reach it
   * @return the latency, or {@link Long#MAX_VALUE} if there is no schedule or the cutoff is reached
   */
  public long decode(int[] priorities, boolean isPatient, boolean isPrompt, boolean @Nullable [] deviants, long cutoff) {
    if (!in.fits) {
      return Long.MAX_VALUE;
    }
    patient = isPatient;
    prompt = isPrompt;
    deviant = deviants;
    reset(priorities);
    while (true) {
      int next = current + 1;
      long startable = next < in.tiles ? startOf(next) : Long.MAX_VALUE;
      if (startable == Long.MAX_VALUE || startable > clock) {
        int x = sentCount < in.tensors ? choose(next, startable) : NONE;
        if (x >= 0) {
          send(x, next);
          if (clock + channelLeft >= cutoff) {
            return Long.MAX_VALUE;
          }
          continue;
        }
        if (startable == Long.MAX_VALUE) {
          break;
        }
      }
      if (startable + in.tail[next] >= cutoff) {
        return Long.MAX_VALUE;
      }
      begin(next, startable);
    }
    if (current + 1 < in.tiles || sentCount < in.tensors) {
      return Long.MAX_VALUE;
    }
    for (int i = 0; i < aliveStores; i++) {
      time[alive[i]] = in.tiles;
    }
    long latency = leftJustified();
    return latency < cutoff ? latency : Long.MAX_VALUE;
  }

  /** The latency of the decided order and times where nothing starts later than it must: a store may have waited without a reason. */
  private long leftJustified() {
    Arrays.fill(ready, 0, in.tiles, 0);
    clock = 0;
    end = 0;
    int computed = 0;
    for (int i = 0; i < in.tensors; i++) {
      int x = order[i];
      int released = in.load[x] ? time[x] : in.tile[x] + 1;
      for (; computed < released; computed++) {
        end = Math.max(end, ready[computed]) + in.cycles[computed];
      }
      // A transfer that is released earlier than one before it on the channel is behind that one's release too.
      clock = Math.max(clock, end) + in.channel[x];
      int waits = in.load[x] ? in.tile[x] : time[x];
      if (waits < in.tiles) {
        ready[waits] = Math.max(ready[waits], clock);
      }
    }
    for (; computed < in.tiles; computed++) {
      end = Math.max(end, ready[computed]) + in.cycles[computed];
    }
    return Math.max(end, clock);
  }

  private void reset(int[] priorities) {
    if (!listsIndexed) {
      indexLists();
    }
    int tensors = in.tensors;
    System.arraycopy(in.free, 0, room, 0, in.tiles);
    Arrays.fill(ready, 0, in.tiles, 0);
    for (int q = 0; q < in.tiles; q++) {
      missing[q] = in.needBegin[q + 1] - in.needBegin[q];
    }
    for (int l = 0; l < in.lists; l++) {
      waiting[l] = in.listBegin[l + 1] - in.listBegin[l];
    }
    Arrays.fill(sent, 0, tensors, false);
    Arrays.fill(blockedAt, 0, tensors, -1);
    // A ring of the loads in the order of the list; entry `tensors` is its head.
    int last = tensors;
    for (int i = 0; i < tensors; i++) {
      int x = priorities[i];
      rank[x] = i;
      if (in.load[x]) {
        nextLoad[last] = x;
        previousLoad[x] = last;
        last = x;
      }
    }
    nextLoad[last] = tensors;
    previousLoad[tensors] = last;
    aliveStores = 0;
    sentCount = 0;
    current = -1;
    start = 0;
    end = 0;
    clock = 0;
    extra = 0;
    sealed = false;
    channelLeft = in.channelSum;
  }

  /** When tile {@code next} may start, given what is sent; {@link Long#MAX_VALUE} if a load or the place of a store is missing. */
  private long startOf(int next) {
    if (missing[next] > 0) {
      return Long.MAX_VALUE;
    }
    long at = Math.max(end, ready[next]);
    long unsent = 0;
    long inFlight = 0;
    for (int i = 0; i < aliveStores; i++) {
      int y = alive[i];
      if (in.end[y] <= next) {
        if (!sent[y]) {
          unsent += in.bytes[y];
        } else if (finish[y] > at) {
          if (isPrompt(y)) {
            at = finish[y];
          } else {
            inFlight += in.bytes[y];
          }
        }
      }
    }
    if (unsent > room[next]) {
      return Long.MAX_VALUE;
    }
    return unsent + inFlight > room[next] ? Math.max(at, clock) : at;
  }

  private boolean isPrompt(int store) {
    return deviant == null ? prompt : prompt != deviant[store];
  }

  private boolean isPatient(int x) {
    return deviant == null ? patient : patient != deviant[x];
  }

  private void begin(int tile, long at) {
    extra = 0;
    int kept = 0;
    for (int i = 0; i < aliveStores; i++) {
      int y = alive[i];
      if (sent[y] && finish[y] <= at) {
        time[y] = Math.max(in.end[y], tile);
      } else {
        alive[kept++] = y;
        if (in.end[y] <= tile) {
          extra += in.bytes[y];
        }
      }
    }
    aliveStores = kept;
    current = tile;
    start = at;
    end = at + in.cycles[tile];
    sealed = false;
    int store = in.storeOf[tile];
    if (store >= 0) {
      alive[aliveStores++] = store;
    }
  }

  /** The transfer that starts next, before tile {@code next}, which may start at {@code startable}; or -1: the tile comes first. */
  private int choose(int next, long startable) {
    long now = Math.max(clock, start);
    int store = sealed ? NONE : firstStore(startable, now);
    boolean canWait = startable != Long.MAX_VALUE;
    int waitingFor = NONE;
    int waitingFrom = 0;
    int looked = 0;
    int head = in.tensors;
    for (int x = nextLoad[head]; x != head && looked < LOOK_AHEAD; x = nextLoad[x]) {
      if (store >= 0 && rank[store] < rank[x] && waitingFor < 0) {
        return store;
      }
      if (waits(x) || sealed && in.tile[x] != next) {
        continue;
      }
      looked++;
      boolean fits = fits(x);
      if (fits && !besideStores(x, next)) {
        fits = false;
        if (in.tile[x] > next && store >= 0) {
          return store;
        }
      }
      if (!fits && in.tile[x] == next) {
        fits = maySeal(next);
      }
      if (waitingFor < 0) {
        if (fits) {
          return x;
        }
        if (canWait && isPatient(x)) {
          waitingFor = x;
          waitingFrom = earliest(x, next);
          if (store >= 0 && now + in.channel[store] <= startable) {
            return store;
          }
        }
      } else if (fits && now + in.channel[x] <= startable && !disturbs(x, waitingFor, waitingFrom)) {
        return x;
      }
    }
    if (canWait) {
      return waitingFor < 0 ? store : NONE;
    }
    return store >= 0 ? store : required(next);
  }

  /** The first load of the list that tile {@code next} waits for and that may be sent. */
  private int required(int next) {
    if (next >= in.tiles) {
      return NONE;
    }
    int found = NONE;
    for (int i = in.needBegin[next]; i < in.needBegin[next + 1]; i++) {
      int x = in.loadsByNeed[i];
      if (sent[x] || found >= 0 && rank[found] < rank[x] || waits(x)) {
        continue;
      }
      if (fits(x) && besideStores(x, next) || maySeal(next)) {
        found = x;
      }
    }
    return found;
  }

  /** The most urgent store that may start before the next tile does. */
  private int firstStore(long startable, long now) {
    int found = NONE;
    for (int i = 0; i < aliveStores; i++) {
      int y = alive[i];
      if (!sent[y] && (found < 0 || rank[y] < rank[found])) {
        long at = in.tile[y] == current ? Math.max(clock, end) : now;
        if (at < startable || at == startable && isPrompt(y)) {
          found = y;
        }
      }
    }
    return found;
  }

  /** Whether a store that load {@code x} reads again is still to be sent. */
  private boolean waits(int x) {
    return in.afterList[x] >= 0 && waiting[in.afterList[x]] > 0;
  }

  /** Whether load {@code x} fits from the tile at work until its own tile, beside the other loads. */
  private boolean fits(int x) {
    if (sealed) {
      return false;
    }
    int from = Math.max(current, 0);
    if (blockedAt[x] >= from) {
      return false;
    }
    long size = in.bytes[x];
    int to = in.latest[x];
    // Prefetched loads lie closest where the present is, so that is where a load fails first.
    for (int q = from; q < to; q++) {
      if (room[q] < size) {
        blockedAt[x] = q;
        return false;
      }
    }
    return true;
  }

  /** The least position, from tile {@code next} on, from which load {@code x} fits beside the other loads until its own tile. */
  private int earliest(int x, int next) {
    long size = in.bytes[x];
    int q = in.latest[x];
    while (q > next && room[q - 1] >= size) {
      q--;
    }
    return q;
  }

  /** Whether load {@code x} fits at the tile at work and at the next one beside the stores that are still there. */
  private boolean besideStores(int x, int next) {
    int to = in.latest[x];
    if (current >= 0 && current < to && room[current] - extra < in.bytes[x]) {
      return false;
    }
    return to <= next || room[next] - unsentAt(next) >= in.bytes[x];
  }

  private long unsentAt(int next) {
    long unsent = 0;
    for (int i = 0; i < aliveStores; i++) {
      int y = alive[i];
      if (!sent[y] && in.end[y] <= next) {
        unsent += in.bytes[y];
      }
    }
    return unsent;
  }

  /**
   * Whether a load of tile {@code next} may be resident from that tile only: after it, nothing but loads of the tile's own group that
   * the tile waits for comes before it.
   */
  private boolean maySeal(int next) {
    if (!in.ownGroup[next] || in.lists > 0) {
      for (int i = in.needBegin[next]; i < in.needBegin[next + 1]; i++) {
        int x = in.loadsByNeed[i];
        if (!sent[x] && (in.group[x] != in.tileGroup[next] || waits(x))) {
          return false;
        }
      }
    }
    return unsentAt(next) <= room[next];
  }

  /** Whether load {@code x}, sent now, leaves no place for {@code other} from position {@code from} on. */
  private boolean disturbs(int x, int other, int from) {
    long both = in.bytes[x] + in.bytes[other];
    int to = Math.min(in.latest[x], in.latest[other]);
    for (int q = from; q < to; q++) {
      if (room[q] < both) {
        return true;
      }
    }
    return false;
  }

  private void send(int x, int next) {
    long at = Math.max(clock, start);
    if (in.load[x]) {
      int need = in.tile[x];
      boolean late = need == next && (!fits(x) || !besideStores(x, next));
      if (late) {
        at = Math.max(clock, end);
        sealed = true;
        time[x] = need;
      } else {
        time[x] = current;
        for (int q = Math.max(current, 0); q < in.latest[x]; q++) {
          room[q] -= in.bytes[x];
        }
      }
      missing[need]--;
      ready[need] = Math.max(ready[need], at + in.channel[x]);
      nextLoad[previousLoad[x]] = nextLoad[x];
      previousLoad[nextLoad[x]] = previousLoad[x];
    } else {
      if (in.tile[x] == current) {
        at = Math.max(clock, end);
      }
      if (in.lists > 0) {
        for (int i = listsBegin[x]; i < listsBegin[x + 1]; i++) {
          waiting[listsOf[i]]--;
        }
      }
    }
    clock = at + in.channel[x];
    finish[x] = clock;
    channelLeft -= in.channel[x];
    sent[x] = true;
    order[sentCount++] = x;
  }

  /** The schedule that was decoded last, which must have had a latency. */
  public DramSchedule schedule() {
    List<Integer> orderList = new ArrayList<>(in.tensors);
    List<Integer> times = new ArrayList<>(in.tensors);
    for (int i = 0; i < in.tensors; i++) {
      orderList.add(order[i]);
      times.add(time[i]);
    }
    return new DramSchedule(orderList, times);
  }
}
