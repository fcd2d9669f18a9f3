package dev.dovetail.models.pipeline.counting;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the ways to cut the layers from one start on into clusters that are all fast enough, by last layer and number of clusters.
 *
 * <p>Role: the counting programme of a segment: the recursion of the chain programme with sums in place of minima and maxima. Ways of one more
 * cluster on x chiplets, as a function of x, are steps; each step adds the prefix sums of what lies before it, so a cluster with one way on x and
 * more chiplets costs one pass over the chiplets. Cells from which no wanted end can be reached with the chiplets left are skipped. Reused for
 * many limits; not thread-safe.
 */
final class StartCounts {
  /** Sums of so many remainders fit in a {@code long}. */
  private static final int MOST_PENDING = 250;

  /** What a pass costs besides its additions, in additions. */
  private static final int OVERHEAD = 8;

  private final ClusterWays ways;
  private final Residues residues;
  private final int chiplets;
  private final boolean idle;
  private final int start;
  private final int end;
  private final int[] least;
  private final int[] need;
  private final Arcs arcs;
  private long[][] before;
  private long[][] now;
  private long steps;

  /**
   * @param chiplets N
   * @param idle whether chiplets may be left over
   * @param start first layer
   * @param end largest last layer ever asked for
   */
  StartCounts(ClusterWays ways, Residues residues, int chiplets, boolean idle, int start, int end) {
    this.ways = ways;
    this.residues = residues;
    this.chiplets = chiplets;
    this.idle = idle;
    this.start = start;
    this.end = end;
    int positions = end - start + 2;
    least = new int[positions];
    need = new int[positions];
    before = new long[positions][chiplets + 1];
    now = new long[positions][chiplets + 1];
    arcs = new Arcs(positions);
  }

  /** Work until now, in additions. */
  long steps() {
    return steps;
  }

  /**
   * Counts clusterings in which each cluster takes at most {@code limit} cycles.
   *
   * @param ends last layers that are wanted
   * @param most largest number of clusters; 0 counts all numbers of clusters together, as one
   * @return by number of clusters - 1, by last layer - start, by modulus; no numbers where the last layer is not wanted
   */
  long[][][] count(long limit, List<Integer> ends, int most) {
    reach(limit, ends);
    long[][][] counts = new long[Math.max(1, most)][end - start + 1][];
    for (long[][] row : counts) {
      ends.forEach(j -> row[j - start] = new long[residues.count()]);
    }
    if (need[0] > chiplets) {
      return counts; // no wanted end can be reached
    }
    for (int r = 0; r < residues.count(); r++) {
      arcs.fill(limit, r);
      if (most == 0) {
        all(r);
        harvest(counts[0], ends, r);
      } else {
        byNumber(counts, ends, most, r);
      }
    }
    return counts;
  }

  /** Whether layers up to {@code last} can be cut into clusters that all take at most {@code limit} cycles. */
  boolean isPossible(long limit, int last) {
    reach(limit, List.of(last));
    return least[last - start + 1] <= chiplets;
  }

  /** Fewest chiplets before each layer, and from each layer to a wanted end; by position: layers start..start+position-1 lie before it. */
  private void reach(long limit, List<Integer> ends) {
    int far = chiplets + 1;
    Arrays.fill(least, far);
    Arrays.fill(need, far);
    least[0] = 0;
    ends.forEach(j -> need[j - start + 1] = 0);
    arcs.clear();
    for (int k = 0; k < least.length - 1; k++) {
      for (int to = k + 1; least[k] < chiplets && to < least.length; to++) {
        int x = ways.leastChiplets(start + k, start + to - 1, limit);
        if (least[k] + x > chiplets) {
          break; // times never shrink with more layers
        }
        least[to] = Math.min(least[to], least[k] + x);
        arcs.add(k, to, x);
      }
    }
    arcs.prune();
  }

  private void all(int r) {
    first(before);
    for (int to = 1; to < least.length; to++) {
      extend(before, before, to, r);
    }
  }

  private void byNumber(long[][][] counts, List<Integer> ends, int most, int r) {
    first(before);
    for (int c = 0; c < most; c++) {
      Arrays.fill(now[0], 0);
      for (int to = 1; to < least.length; to++) {
        extend(before, now, to, r);
      }
      long[][] swap = before;
      before = now;
      now = swap;
      harvest(counts[c], ends, r);
    }
  }

  private void first(long[][] counts) {
    for (long[] row : counts) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(counts[0], 1); // prefix sums of: one way to have no layer, with no chiplet
  }

  private void harvest(long[][] counts, List<Integer> ends, int r) {
    for (int j : ends) {
      long[] prefix = before[j - start + 1];
      long upTo = prefix[chiplets];
      counts[j - start][r] = idle ? upTo : Residues.plus(upTo, residues.modulus(r) - prefix[chiplets - 1], residues.modulus(r));
    }
  }

  /** Prefix sums at one position from those at all positions before it, with one more cluster. */
  private void extend(long[][] from, long[][] into, int to, int r) {
    long modulus = residues.modulus(r);
    long[] out = into[to];
    int high = chiplets - need[to];
    Arrays.fill(out, 0);
    int pending = 0;
    for (int a = arcs.into[to]; a >= 0; a = arcs.next[a]) {
      long[] prefix = from[arcs.from[a]];
      for (int s = arcs.firstStep[a]; s < arcs.firstStep[a] + arcs.stepCount[a]; s++) {
        int x = arcs.stepAt[s];
        long change = arcs.change[s];
        int low = x + least[arcs.from[a]];
        steps += Math.max(0, high - low + 1) + OVERHEAD;
        if (change == 1) {
          for (int n = low; n <= high; n++) {
            out[n] += prefix[n - x];
          }
        } else if (change == modulus - 1) {
          for (int n = low; n <= high; n++) {
            out[n] += modulus - prefix[n - x];
          }
        } else {
          for (int n = low; n <= high; n++) {
            out[n] += Residues.times(change, prefix[n - x], modulus);
          }
        }
        if (++pending == MOST_PENDING) {
          reduce(out, modulus);
          pending = 1;
        }
      }
    }
    long sum = 0;
    for (int n = Math.min(least[to], chiplets); n <= chiplets; n++) {
      sum = Residues.plus(sum, out[n] % modulus, modulus);
      out[n] = sum;
    }
  }

  private static void reduce(long[] values, long modulus) {
    for (int n = 0; n < values.length; n++) {
      values[n] %= modulus;
    }
  }

  /** Clusters that are fast enough on some number of chiplets, as arcs between positions, and the steps of their ways. */
  private final class Arcs {
    private final int[] into;
    private int[] from = new int[64];
    private int[] to = new int[64];
    private int[] fewest = new int[64];
    private int[] next = new int[64];
    private int[] firstStep = new int[64];
    private int[] stepCount = new int[64];
    private int[] stepAt = new int[64];
    private long[] change = new long[64];
    private int size;

    Arcs(int positions) {
      into = new int[positions];
    }

    void clear() {
      size = 0;
    }

    void add(int k, int position, int x) {
      if (size == from.length) {
        from = Arrays.copyOf(from, 2 * size);
        to = Arrays.copyOf(to, 2 * size);
        fewest = Arrays.copyOf(fewest, 2 * size);
        next = Arrays.copyOf(next, 2 * size);
        firstStep = Arrays.copyOf(firstStep, 2 * size);
        stepCount = Arrays.copyOf(stepCount, 2 * size);
      }
      from[size] = k;
      to[size] = position;
      fewest[size++] = x;
    }

    /** Leaves out what reaches no wanted end; arcs stand by growing origin, so what lies behind an arc is known when it is met from the back. */
    void prune() {
      Arrays.fill(into, -1);
      for (int a = size - 1; a >= 0; a--) {
        int left = fewest[a] + need[to[a]];
        if (least[from[a]] + left <= chiplets) {
          need[from[a]] = Math.min(need[from[a]], left);
          next[a] = into[to[a]];
          into[to[a]] = a;
        }
      }
    }

    void fill(long limit, int r) {
      long modulus = residues.modulus(r);
      int steps = 0;
      for (int head : into) {
        for (int a = head; a >= 0; a = next[a]) {
          firstStep[a] = steps;
          long previous = 0;
          for (int x = fewest[a]; x <= chiplets - least[from[a]] - need[to[a]]; x++) {
            long count = ways.ways(start + from[a], start + to[a] - 1, x, limit, r);
            if (count != previous) {
              if (steps == stepAt.length) {
                stepAt = Arrays.copyOf(stepAt, 2 * steps);
                change = Arrays.copyOf(change, 2 * steps);
              }
              stepAt[steps] = x;
              change[steps++] = Residues.plus(count, modulus - previous, modulus);
              previous = count;
            }
          }
          stepCount[a] = steps - firstStep[a];
        }
      }
    }
  }
}
