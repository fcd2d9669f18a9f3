package dev.dovetail.encodings.dramschedule;

import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A problem as arrays, with the range that the buffer leaves to each residency.
 *
 * <p>Time t of a load is the position from which it is resident, of a store the one at which it no longer is. {@code least} and
 * {@code most} bound it: what no schedule can avoid to keep leaves no room for more.
 */
final class Instance {
  final int tiles;
  final int tensors;
  final long bytesPerCycle;
  /** Cycles of each tile. */
  final long[] compute;
  /** Cycles of each tensor on the channel. */
  final long[] channel;
  final long[] bytes;
  final boolean[] load;
  /** The tile that needs or makes each tensor. */
  final int[] tile;
  /** Stores that each load follows. */
  final int[][] after;
  /** Range of each time. */
  final int[] least;

  final int[] most;
  /** Bytes left by locals and by what no schedule can avoid to keep; index 0 is position -1. */
  final long[] free;
  /** Loads by the tile that needs them. */
  final List<List<Integer>> loadsOf = new ArrayList<>();
  /** The store of each tile, -1 for none. */
  final int[] storeOf;

  Instance(DramScheduleProblem problem) {
    tiles = problem.tiles().size();
    tensors = problem.tensors().size();
    bytesPerCycle = problem.dramBytesPerCycle();
    compute = problem.tiles().stream().mapToLong(t -> t.cycles()).toArray();
    channel = problem.tensors().stream().mapToLong(problem::channelCycles).toArray();
    bytes = problem.tensors().stream().mapToLong(DramTensor::bytes).toArray();
    tile = problem.tensors().stream().mapToInt(DramTensor::tile).toArray();
    load = new boolean[tensors];
    after = new int[tensors][];
    least = new int[tensors];
    most = new int[tensors];
    storeOf = new int[tiles];
    Arrays.fill(storeOf, -1);
    free = new long[tiles + 1];
    Arrays.fill(free, problem.bufferBytes());
    for (int q = 0; q < tiles; q++) {
      loadsOf.add(new ArrayList<>());
    }
    for (LocalTensor local : problem.locals()) {
      take(local.bytes(), local.start(), local.end());
    }
    for (int x = 0; x < tensors; x++) {
      DramTensor tensor = problem.tensors().get(x);
      int limit = DramScheduleFeasibility.leastResidency(problem, tensor);
      if (tensor instanceof DramTensor.Load l) {
        load[x] = true;
        after[x] = l.after().stream().distinct().sorted().mapToInt(i -> i).toArray();
        least[x] = -1;
        most[x] = limit;
        loadsOf.get(l.neededBy()).add(x);
        take(bytes[x], limit, l.end());
      } else {
        after[x] = new int[0];
        least[x] = limit;
        most[x] = tiles;
        storeOf[tile[x]] = x;
        take(bytes[x], tile[x], limit);
      }
    }
    for (int x = 0; x < tensors; x++) {
      fitRange(x);
    }
  }

  /** Takes room at the positions from {@code start} to before {@code end}. */
  void take(long amount, int start, int end) {
    for (int q = start; q < end; q++) {
      free[q + 1] -= amount;
    }
  }

  /**
   * A residency grows position by position, so it ends before the first one that has no room. Answers whether its range got
   * smaller.
   */
  boolean fitRange(int x) {
    if (load[x]) {
      int q = most[x];
      while (q > least[x] && free[q] >= bytes[x]) {
        q--;
      }
      boolean changed = q > least[x];
      least[x] = q;
      return changed;
    }
    int q = least[x];
    while (q < most[x] && free[q + 1] >= bytes[x]) {
      q++;
    }
    boolean changed = q < most[x];
    most[x] = q;
    return changed;
  }

  /**
   * Pairs of loads that differ in nothing that matters: exchanging the two in a schedule gives one of the same latency and
   * occupancy. Each load is paired with its next equal one.
   */
  List<int[]> equalLoads() {
    List<int[]> pairs = new ArrayList<>();
    for (List<Integer> loads : loadsOf) {
      for (int i = 0; i < loads.size(); i++) {
        int x = loads.get(i);
        loads.subList(i + 1, loads.size()).stream().filter(y -> areEqual(x, y)).findFirst()
            .ifPresent(y -> pairs.add(new int[] {x, y}));
      }
    }
    return pairs;
  }

  private boolean areEqual(int x, int y) {
    return bytes[x] == bytes[y] && most[x] == most[y] && Arrays.equals(after[x], after[y]);
  }

  /** Lets equal loads change places, in order and residency, until the one of the smaller index is first in both. */
  void sortEqualLoads(List<Integer> order, int[] times) {
    List<int[]> pairs = equalLoads();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int[] pair : pairs) {
        int first = order.indexOf(pair[0]);
        int second = order.indexOf(pair[1]);
        if (first > second) {
          order.set(first, pair[1]);
          order.set(second, pair[0]);
          changed = true;
        }
        if (times[pair[0]] > times[pair[1]]) {
          int time = times[pair[0]];
          times[pair[0]] = times[pair[1]];
          times[pair[1]] = time;
          changed = true;
        }
      }
    }
  }
}
