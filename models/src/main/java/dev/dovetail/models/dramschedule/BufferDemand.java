package dev.dovetail.models.dramschedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the buffer forces past a tile: how long the channel must carry, after a tile, loads that a later tile needs.
 *
 * <p>Let q be a tile and r a later one, and let F be the bytes that are free at q beside local tensors, loads in use and stores that must
 * stay. A load whose tile is after q either is resident at q, as part of the F bytes, or its residency begins after q; then it starts at the
 * end of q or later. So of the loads whose tiles are in (q, r], those that are not resident at q travel between the end of q and the start of
 * r, one after the other. At least their total less the largest time of a subset that fits F does: tensors are atomic, so that is a
 * subset-sum problem, solved exactly over whole cycles (a load of b bytes weighs floor(b / bandwidth) and F holds floor(F / bandwidth)).
 */
final class BufferDemand {
  /** Above so many steps the subset-sum is replaced by the smaller one of F and the sum. */
  private static final long MOST_STEPS = 400_000_000L;

  final int tiles;
  final long[] free;
  /** Loads by tile. */
  final List<List<Integer>> loads = new ArrayList<>();
  /** Latest residency begin by tensor, as of {@link DramScheduleFeasibility#leastResidency}; tile 0 stands for position -1 too. */
  final int[] latest;
  final long[] channel;
  /** Tiles that need a load, ascending. */
  final int[] needing;
  /** By tile q and index in {@link #needing}: cycles that the channel must carry between the end of q and the start of that tile. */
  private final long[][] forced;

  private final DramScheduleProblem problem;
  private final long unit;
  private long steps;

  BufferDemand(DramScheduleProblem problem) {
    this.problem = problem;
    tiles = problem.tiles().size();
    int count = problem.tensors().size();
    channel = problem.tensors().stream().mapToLong(problem::channelCycles).toArray();
    latest = new int[count];
    long[] change = new long[tiles + 1];
    for (int q = 0; q < tiles; q++) {
      loads.add(new ArrayList<>());
    }
    for (int x = 0; x < count; x++) {
      DramTensor tensor = problem.tensors().get(x);
      int begin = tensor.tile();
      int end;
      if (tensor instanceof DramTensor.Load load) {
        begin = Math.max(0, DramScheduleFeasibility.leastResidency(problem, load));
        end = load.end();
        loads.get(load.neededBy()).add(x);
      } else {
        end = ((DramTensor.Store) tensor).minEnd();
      }
      latest[x] = begin;
      change[begin] -= tensor.bytes();
      change[end] += tensor.bytes();
    }
    for (LocalTensor local : problem.locals()) {
      change[Math.max(0, local.start())] -= local.bytes();
      change[local.end()] += local.bytes();
    }
    free = new long[tiles];
    long level = problem.bufferBytes();
    for (int q = 0; q < tiles; q++) {
      level += change[q];
      free[q] = level;
    }
    needing = IntStream.range(0, tiles).filter(q -> !loads.get(q).isEmpty()).toArray();
    long common = 0;
    for (int r : needing) {
      for (int x : loads.get(r)) {
        common = gcd(common, weight(x));
      }
    }
    unit = Math.max(1, common);
    forced = new long[tiles][];
    for (int q = 0; q < tiles; q++) {
      forced[q] = row(q);
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private long weight(int x) {
    return Math.floorDiv(problem.tensors().get(x).bytes(), problem.dramBytesPerCycle());
  }

  /** Cycles that the channel must carry between the end of tile {@code q} and the start of tile {@code needing[k]}. */
  long forced(int q, int k) {
    return forced[q][k];
  }

  private long[] row(int q) {
    long[] row = new long[needing.length];
    long capacity = Math.max(0, Math.floorDiv(free[q], problem.dramBytesPerCycle())) / unit;
    int words = (int) Math.min(Integer.MAX_VALUE / 2, capacity / 64 + 1);
    long[] reachable = null;
    long total = 0;
    long noWeight = 0;
    long sum = 0;
    for (int k = 0; k < needing.length; k++) {
      if (needing[k] <= q) {
        continue;
      }
      for (int x : loads.get(needing[k])) {
        total += channel[x];
        if (latest[x] <= q) {
          noWeight += channel[x];
          continue;
        }
        long weight = weight(x) / unit;
        noWeight += channel[x] - weight * unit;
        sum += weight;
        if (steps < MOST_STEPS) {
          steps += words;
          if (reachable == null) {
            reachable = new long[words];
            reachable[0] = 1;
          }
          addWeight(reachable, weight);
        }
      }
      long fitting = Math.min(sum, capacity);
      if (steps < MOST_STEPS && reachable != null) {
        fitting = Math.min(fitting, highest(reachable, capacity));
      }
      row[k] = Math.max(0, total - noWeight - fitting * unit);
    }
    return row;
  }

  private static void addWeight(long[] reachable, long weight) {
    int shift = (int) Math.min(reachable.length, weight / 64);
    int bits = (int) (weight % 64);
    for (int k = reachable.length - 1; k >= shift; k--) {
      long word = reachable[k - shift] << bits;
      if (bits > 0 && k > shift) {
        word |= reachable[k - shift - 1] >>> (64 - bits);
      }
      reachable[k] |= word;
    }
  }

  private static long highest(long[] reachable, long capacity) {
    int k = reachable.length - 1;
    int top = (int) (capacity % 64);
    long word = reachable[k] & (top == 63 ? -1L : (1L << (top + 1)) - 1);
    while (word == 0) {
      k--;
      word = reachable[k];
    }
    return k * 64L + 63 - Long.numberOfLeadingZeros(word);
  }

  /** The least position from which load {@code x} fits the buffer until its tile; 0 stands for the time before tile 0 too. */
  int earliest(int x) {
    long bytes = problem.tensors().get(x).bytes();
    int s = latest[x];
    while (s > 0 && free[s - 1] >= bytes) {
      s--;
    }
    return s;
  }

  /** Which stores the loads read again, by tensor. */
  int[][] after() {
    int[][] after = new int[channel.length][];
    for (int x = 0; x < after.length; x++) {
      after[x] = problem.tensors().get(x) instanceof DramTensor.Load load
          ? load.after().stream().mapToInt(i -> i).toArray()
          : new int[0];
    }
    return after;
  }

  /** Store of each tile, or -1. */
  int[] stores() {
    int[] stores = new int[tiles];
    Arrays.fill(stores, -1);
    for (int x = 0; x < channel.length; x++) {
      if (problem.tensors().get(x) instanceof DramTensor.Store store) {
        stores[store.producedBy()] = x;
      }
    }
    return stores;
  }
}
