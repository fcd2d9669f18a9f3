package dev.dovetail.solver.pipeline.scope;

import dev.dovetail.models.pipeline.chain.ClusterTimes;
import java.util.Arrays;
import java.util.List;

/**
 * Chiplets of the clusters of one segment: shares by work, then single chiplets from the fastest cluster to the bottleneck.
 *
 * <p>Role: region allocation and rebalancing of the heuristic; every choice takes the first among equals.
 */
final class RegionAllocation {
  /** Rounds of rebalancing. */
  private static final int MOST_ROUNDS = 200;

  private final PartitionChoice times;
  private final List<Integer> firsts;
  private final int last;
  private final int[] chiplets;
  private final long[] cycles;
  private int[] best = new int[0];
  private long bottleneck = ClusterTimes.INFINITE;

  /**
   * @param firsts first layer of each cluster, ascending
   * @param last last layer of the segment
   * @param loads of the clusters
   * @param available chiplets, at least as many as clusters
   */
  RegionAllocation(PartitionChoice times, List<Integer> firsts, int last, List<Long> loads, int available) {
    this.times = times;
    this.firsts = firsts;
    this.last = last;
    this.chiplets = new int[firsts.size()];
    this.cycles = new long[firsts.size()];
    share(loads, available);
    rebalance();
  }

  private long time(int q, int n) {
    return times.cycles(firsts.get(q), q + 1 < firsts.size() ? firsts.get(q + 1) - 1 : last, n);
  }

  private void share(List<Long> loads, int available) {
    long total = loads.stream().mapToLong(Long::longValue).sum();
    int sum = 0;
    for (int q = 0; q < chiplets.length; q++) {
      chiplets[q] = (int) Math.max(1, Math.floorDiv(Math.multiplyExact(available, loads.get(q)), total));
      sum += chiplets[q];
    }
    while (sum > available) {
      int most = 0;
      for (int q = 1; q < chiplets.length; q++) {
        most = chiplets[q] > chiplets[most] ? q : most;
      }
      chiplets[most]--;
      sum--;
    }
    for (int q = 0; q < chiplets.length; q++) {
      cycles[q] = time(q, chiplets[q]);
    }
    while (sum < available) {
      give(slowest(), 1);
      sum++;
    }
  }

  private void give(int q, int more) {
    chiplets[q] += more;
    cycles[q] = time(q, chiplets[q]);
  }

  private int slowest() {
    int slowest = 0;
    for (int q = 1; q < cycles.length; q++) {
      slowest = cycles[q] > cycles[slowest] ? q : slowest;
    }
    return slowest;
  }

  private void rebalance() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      int slowest = slowest();
      if (cycles[slowest] < bottleneck) {
        bottleneck = cycles[slowest];
        best = chiplets.clone();
      } else if (round > 0) {
        return;
      }
      int donor = donor(slowest);
      if (donor < 0) {
        return;
      }
      give(donor, -1);
      give(slowest, 1);
    }
  }

  /** The cluster that is fastest with one chiplet less; -1 if none can spare one. */
  private int donor(int slowest) {
    int donor = -1;
    long least = 0;
    for (int q = 0; q < chiplets.length; q++) {
      if (q == slowest || chiplets[q] == 1) {
        continue;
      }
      long without = time(q, chiplets[q] - 1);
      if (donor < 0 || without < least) {
        donor = q;
        least = without;
      }
    }
    return donor;
  }

  /** Cycles of the longest cluster, or {@link ClusterTimes#INFINITE}. */
  long bottleneck() {
    return bottleneck;
  }

  /** Chiplets of each cluster where the bottleneck is finite. */
  List<Integer> chiplets() {
    return Arrays.stream(best).boxed().toList();
  }
}
