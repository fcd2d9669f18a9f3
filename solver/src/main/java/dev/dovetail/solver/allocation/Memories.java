package dev.dovetail.solver.allocation;

import java.util.Arrays;

/**
 * What the core memories hold during one list scheduling, now and in the sequential continuation.
 *
 * <p>Role: the memory side of {@link ListScheduler}. A copy takes its bytes from its arrival to the end of its last use; a copy that
 * arrives before its turn is admitted only if it fits now, and if the sequential continuation still fits (the banker's test of
 * {@link MemoryLedger}).
 */
final class Memories {
  /** Nothing stands against taking bytes. */
  static final int NONE = -1;

  /** The memory itself has no room at present. */
  static final int FULL = -2;

  private final Machine machine;
  private final long[] bytes;
  private final int[] home;
  private final int[][] usePosition; // ascending
  private final boolean[][] useDone;
  private final int[] lastUse; // index into usePosition of the last use that is not done
  private final MemoryLedger[] ledger;
  private final long[] held;
  private final long[] freed; // how often bytes were freed on each core

  Memories(Machine machine, Deliveries d) {
    this.machine = machine;
    int copies = d.copies.size();
    bytes = new long[copies];
    home = new int[copies];
    usePosition = new int[copies][];
    useDone = new boolean[copies][];
    lastUse = new int[copies];
    ledger = new MemoryLedger[machine.cores];
    held = new long[machine.cores];
    freed = new long[machine.cores];
    for (int c = 0; c < copies; c++) {
      Deliveries.Copy copy = d.copies.get(c);
      bytes[c] = copy.bytes;
      home[c] = copy.core;
      int[] uses = new int[copy.readers.length + copy.sends.length];
      int u = 0;
      for (int n : copy.readers) {
        uses[u++] = d.position[n];
      }
      for (int t : copy.sends) {
        uses[u++] = d.transfers.get(t).firstUse();
      }
      Arrays.sort(uses);
      usePosition[c] = uses;
      useDone[c] = new boolean[uses.length];
      lastUse[c] = uses.length - 1;
    }
  }

  /** Takes over the sequential profile, working buffers included; false if it exceeds some memory. */
  boolean open(long[][] profile) {
    for (int c = 0; c < machine.cores; c++) {
      ledger[c] = new MemoryLedger(profile[c]);
      if (ledger[c].lastAbove(0, profile[c].length - 1, machine.capacity[c]) != NONE) {
        return false;
      }
    }
    return true;
  }

  /** The core that a copy is on. */
  int home(int copy) {
    return home[copy];
  }

  long bytes(int copy) {
    return bytes[copy];
  }

  boolean isUsed(int copy) {
    return usePosition[copy].length > 0;
  }

  /** Whether {@code amount} bytes whose turn comes at position {@code turn} may be taken already now. */
  boolean fits(int core, long amount, int frontier, int turn) {
    return obstacle(core, amount, frontier, turn) == NONE;
  }

  /**
   * What stands against taking {@code amount} bytes now whose turn comes at position {@code turn}.
   *
   * @return {@link #NONE}; {@link #FULL}; or the last position before the turn at which the continuation would overflow
   */
  int obstacle(int core, long amount, int frontier, int turn) {
    if (held[core] + amount > machine.capacity[core]) {
      return FULL;
    }
    return ledger[core].lastAbove(frontier, turn - 1, machine.capacity[core] - amount);
  }

  /** Whether an obstacle at a position that is not passed yet (or {@link #FULL}) stands against {@code amount} bytes as before. */
  boolean persists(int core, long amount, int obstacle) {
    long there = obstacle == FULL ? held[core] : ledger[core].at(obstacle);
    return there + amount > machine.capacity[core];
  }

  /** Takes bytes whose turn comes at position {@code turn}. */
  void take(int core, long amount, int frontier, int turn) {
    held[core] += amount;
    ledger[core].add(frontier, turn - 1, amount);
  }

  /** Gives back bytes that stood in the continuation up to position {@code last}. */
  void give(int core, long amount, int frontier, int last) {
    held[core] -= amount;
    ledger[core].add(frontier, last, -amount);
    freed[core]++;
  }

  /** One use of a copy at position {@code p} is over; gives its bytes back behind the last use that remains. */
  void used(int copy, int p, int frontier) {
    int[] uses = usePosition[copy];
    boolean[] done = useDone[copy];
    int i = Arrays.binarySearch(uses, p);
    while (i > 0 && uses[i - 1] == p) {
      i--;
    }
    while (done[i]) {
      i++; // several uses at one position: any that is left
    }
    done[i] = true;
    int last = lastUse[copy];
    if (i != last) {
      return;
    }
    int next = last;
    while (next >= 0 && done[next]) {
      next--;
    }
    lastUse[copy] = next;
    if (next < 0) {
      give(home[copy], bytes[copy], frontier, uses[last]);
    } else {
      freed[home[copy]]++;
      ledger[home[copy]].add(uses[next] + 1, uses[last], -bytes[copy]);
    }
  }

  /** A number that grows whenever something is freed on a core: as long as it stays, every obstacle there does. */
  long freed(int core) {
    return freed[core];
  }
}
