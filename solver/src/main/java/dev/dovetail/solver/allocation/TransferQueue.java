package dev.dovetail.solver.allocation;

import dev.dovetail.models.links.Route;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The transfers whose data is ready, and which of them starts when, over which route.
 *
 * <p>Role: the transfer side of {@link ListScheduler}. At each event it looks at them in order of rank and starts what finds a free route
 * and room for its data. A load that finds no room holds back later loads to the same cores, so that it cannot starve. Whoever was
 * refused is not asked again before its refusal can have ended: a route is busy until a known time, and a memory stays full until
 * something is freed in it or the order has passed the place that overflows. What starts, and when, is the same as if all were asked at
 * every event.
 */
final class TransferQueue {
  /** Told of each transfer that starts. */
  @FunctionalInterface
  interface Starter {
    /** The data of transfer {@code t} leaves now, over {@code route}. */
    void start(int t, Route route);
  }

  private final Machine machine;
  private final Deliveries d;
  private final Memories memories;
  private final Starter starter;
  private final int[] byRank;
  private final int[] rankOf;
  private final BitSet loads = new BitSet();
  private final BitSet others = new BitSet(); // without those that a memory has refused
  private int firstLoad; // no smaller rank is in the set
  private int firstOther;
  /** Target cores of each transfer, and of all loads together, as bits; cores 64 apart share a bit. */
  private final long[] targetMask;

  private final long loadMask;
  private final Route[][] options;
  private final long[] channelFree;
  /** By rank: no route is free before. */
  private final long[] busyUntil;
  /** What refused a transfer last: the core (or -1), its state then, and the obstacle. */
  private final int[] refusingCore;

  private final long[] refusedAt;
  private final int[] obstacle;
  /** Ranks of moves that a core's memory has refused. */
  private final int[][] refused;

  private final int[] refusedCount;
  private final long[] refusedSince; // the core's state when its list was last gone through
  private final int[] firstObstacle; // the first place of the order whose passing may end a refusal

  TransferQueue(Machine machine, Deliveries d, Memories memories, Starter starter) {
    this.machine = machine;
    this.d = d;
    this.memories = memories;
    this.starter = starter;
    int transfers = d.transfers.size();
    byRank = ranked(d);
    rankOf = new int[transfers];
    for (int r = 0; r < transfers; r++) {
      rankOf[byRank[r]] = r;
    }
    targetMask = new long[transfers];
    long mask = 0;
    for (Deliveries.Transfer t : d.transfers) {
      for (int copy : t.targets()) {
        targetMask[t.index()] |= 1L << (memories.home(copy) & 63);
      }
      mask |= t.kind() == Deliveries.Kind.LOAD ? targetMask[t.index()] : 0;
    }
    loadMask = mask;
    options = new Route[transfers][];
    channelFree = new long[machine.accelerator.channels().size()];
    busyUntil = new long[transfers];
    refusingCore = new int[transfers];
    Arrays.fill(refusingCore, -1);
    refusedAt = new long[transfers];
    obstacle = new int[transfers];
    refused = new int[machine.cores][8];
    refusedCount = new int[machine.cores];
    refusedSince = new long[machine.cores];
    firstObstacle = new int[machine.cores];
  }

  /** Earliest consumer first, among equals moves and stores before loads; or all moves and stores before any load. */
  private static int[] ranked(Deliveries d) {
    int transfers = d.transfers.size();
    long[] keys = new long[transfers];
    for (int t = 0; t < transfers; t++) {
      Deliveries.Transfer transfer = d.transfers.get(t);
      long load = transfer.kind() == Deliveries.Kind.LOAD ? 1 : 0;
      long late = d.plan.manner().movesFirst() ? load << 28 : 0;
      keys[t] = ((late | transfer.firstUse()) << 1 | load) << 32 | t;
    }
    Arrays.sort(keys);
    int[] order = new int[transfers];
    for (int r = 0; r < transfers; r++) {
      order[r] = (int) keys[r];
    }
    return order;
  }

  /** The data of a transfer is ready. */
  void add(int t) {
    int r = rankOf[t];
    if (d.transfers.get(t).kind() == Deliveries.Kind.LOAD) {
      loads.set(r);
      firstLoad = Math.min(firstLoad, r);
    } else {
      addOther(r);
    }
  }

  private void addOther(int r) {
    others.set(r);
    firstOther = Math.min(firstOther, r);
  }

  /** When a channel is free for the next transfer. */
  long freeAt(int channel) {
    return channelFree[channel];
  }

  /**
   * Starts what can start, in order of rank.
   *
   * @param frontier the first position of the order that is not done
   */
  void start(long now, int frontier) {
    for (int c = 0; c < refused.length; c++) {
      if (refusedCount[c] > 0 && (memories.freed(c) != refusedSince[c] || frontier > firstObstacle[c])) {
        askAgain(c, frontier);
      }
    }
    firstLoad = first(loads, firstLoad);
    firstOther = first(others, firstOther);
    long blockedCores = 0;
    int load = loads.nextSetBit(firstLoad);
    int other = others.nextSetBit(firstOther);
    while (load >= 0 || other >= 0) {
      boolean loading = other < 0 || (load >= 0 && load < other);
      int r = loading ? load : other;
      boolean dramBusy = machine.dramChannel >= 0 && channelFree[machine.dramChannel] > now;
      if (dramBusy && machine.dramChannelIsBus) {
        return;
      }
      if (loading && (dramBusy || (blockedCores & loadMask) == loadMask)) {
        load = -1; // nothing more can be loaded now
        continue;
      }
      if (loading) {
        load = loads.nextSetBit(r + 1);
      } else {
        other = others.nextSetBit(r + 1);
      }
      int t = byRank[r];
      if (loading && (targetMask[t] & blockedCores) != 0) {
        blockedCores |= targetMask[t];
        continue;
      }
      Route free = busyUntil[r] > now ? null : freeRoute(r, now);
      if (free == null) {
        continue;
      }
      if (!isAdmitted(t, frontier)) {
        if (loading) {
          blockedCores |= targetMask[t];
        } else {
          others.clear(r);
          keepRefused(r, refusingCore[t]);
        }
        continue;
      }
      (loading ? loads : others).clear(r);
      long duration = free.duration(d.plan.graph().items().get(d.transfers.get(t).item()).bytes());
      for (int i = 0; i < free.channels().length; i++) {
        channelFree[free.channels()[i]] = now + free.offsets()[i] + duration;
      }
      starter.start(t, free);
    }
  }

  private static int first(BitSet set, int from) {
    int r = set.nextSetBit(from);
    return r < 0 ? from : r;
  }

  private @Nullable Route freeRoute(int r, long now) {
    long earliest = Long.MAX_VALUE;
    for (Route route : routes(byRank[r])) {
      int[] channels = route.channels();
      long[] offsets = route.offsets();
      long free = 0;
      for (int i = 0; i < channels.length; i++) {
        free = Math.max(free, channelFree[channels[i]] - offsets[i]);
      }
      if (free <= now) {
        return route;
      }
      earliest = Math.min(earliest, free);
    }
    busyUntil[r] = earliest; // channels are only ever taken for longer
    return null;
  }

  private Route[] routes(int t) {
    if (options[t] == null) {
      Deliveries.Transfer transfer = d.transfers.get(t);
      if (transfer.kind() == Deliveries.Kind.STORE) {
        options[t] = machine.toDram(memories.home(transfer.source()));
      } else {
        int[] targets = new int[transfer.targets().length];
        for (int i = 0; i < targets.length; i++) {
          targets[i] = memories.home(transfer.targets()[i]);
        }
        options[t] = machine.toCores(transfer.source() < 0 ? -1 : memories.home(transfer.source()), targets);
      }
    }
    return options[t];
  }

  private boolean isAdmitted(int t, int frontier) {
    if (isStillRefused(t, frontier)) {
      return false;
    }
    Deliveries.Transfer transfer = d.transfers.get(t);
    for (int copy : transfer.targets()) {
      int core = memories.home(copy);
      int found = memories.obstacle(core, memories.bytes(copy), frontier, transfer.firstUse());
      if (found != Memories.NONE) {
        refusingCore[t] = core;
        refusedAt[t] = memories.freed(core);
        obstacle[t] = found;
        return false;
      }
    }
    refusingCore[t] = -1;
    return true;
  }

  /** Whether what refused a transfer last does so still; no answer about other cores. */
  private boolean isStillRefused(int t, int frontier) {
    int core = refusingCore[t];
    if (core < 0 || (obstacle[t] != Memories.FULL && obstacle[t] < frontier)) {
      return false;
    }
    long state = memories.freed(core);
    if (refusedAt[t] == state) {
      return true;
    }
    // All targets of a transfer take the same bytes.
    if (memories.persists(core, memories.bytes(d.transfers.get(t).targets()[0]), obstacle[t])) {
      refusedAt[t] = state;
      return true;
    }
    return false;
  }

  private void keepRefused(int r, int core) {
    if (refusedCount[core] == 0) {
      refusedSince[core] = memories.freed(core);
      firstObstacle[core] = Integer.MAX_VALUE;
    }
    if (refusedCount[core] == refused[core].length) {
      refused[core] = Arrays.copyOf(refused[core], 2 * refused[core].length);
    }
    refused[core][refusedCount[core]++] = r;
    noteObstacle(core, byRank[r]);
  }

  private void noteObstacle(int core, int t) {
    if (obstacle[t] != Memories.FULL) {
      firstObstacle[core] = Math.min(firstObstacle[core], obstacle[t]);
    }
  }

  private void askAgain(int core, int frontier) {
    int kept = 0;
    firstObstacle[core] = Integer.MAX_VALUE;
    for (int i = 0; i < refusedCount[core]; i++) {
      int r = refused[core][i];
      if (isStillRefused(byRank[r], frontier)) {
        refused[core][kept++] = r;
        noteObstacle(core, byRank[r]);
      } else {
        addOther(r);
      }
    }
    refusedCount[core] = kept;
    refusedSince[core] = memories.freed(core);
  }
}
