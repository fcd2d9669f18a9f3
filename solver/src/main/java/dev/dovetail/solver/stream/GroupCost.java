package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import java.util.List;

/**
 * What a group costs with given cores, tile counts and cycles of its nodes, before memory is asked for.
 *
 * <p>Role: the optimistic value of all loop orders and reuse levels at once. With every tensor kept over all of its invariant loops neither the
 * order nor the levels matter; memory can only make transfers longer.
 */
final class GroupCost {
  final SlotPlan plan;
  final long[] counts;
  final long iterations;
  /** Cycles of each slot when nothing but nodes ran. */
  final long[] computeLength;
  /** Per transfer its cycles in an average iteration, before reuse. */
  final long[] present;
  /** Per transfer the most iterations that one tile may serve. */
  final long[] mostReuse;
  /** Whether no average was rounded down and no tensor moved in part: all the work is in the total. */
  final boolean isWhole;

  /**
   * @param plan slots of the group on the cores
   * @param counts per loop its number of tiles
   * @param cycles per node the cycles of one execution, the longest of its cores
   * @param transferBits per transfer the bits of a tile, all cores together
   * @param wholeBits per transfer the bits of its tensor without tiles
   */
  GroupCost(SlotPlan plan, long[] counts, long[] cycles, long[] transferBits, long[] wholeBits) {
    this.plan = plan;
    this.counts = counts;
    SearchGroup group = plan.group();
    this.iterations = product(counts, -1L);
    this.computeLength = new long[plan.slots];
    boolean whole = true;
    for (int i = 0; i < cycles.length; i++) {
      long absent = product(counts, ~group.nodeLoops[i]);
      long average = average(cycles[i], absent);
      whole &= isWhole(average, absent, cycles[i]);
      int s = plan.nodeSlot[i];
      computeLength[s] = Math.max(computeLength[s], average);
    }
    List<GroupGraph.Transfer> transfers = group.graph.transfers();
    this.present = new long[transfers.size()];
    this.mostReuse = new long[present.length];
    for (int f = 0; f < present.length; f++) {
      long raw = plan.links[f].cyclesFor(transferBits[f]);
      long absent = product(counts, ~group.transferLoops[f]);
      present[f] = average(raw, absent);
      whole &= isWhole(present[f], absent, raw);
      int first = transfers.get(f).makes().get(0);
      mostReuse[f] = product(counts, group.heldLoops[first] & ~group.heldVarying[first]);
      long sent = product(counts, group.heldLoops[first] & group.heldVarying[first]);
      whole &= Math.multiplyExact(transferBits[f], sent) >= wholeBits[f];
    }
    this.isWhole = whole;
  }

  /** Cycles averaged over iterations of which one in {@code absent} takes part; a half goes to the even neighbour. */
  static long average(long cycles, long absent) {
    long floor = cycles / absent;
    long rest = cycles % absent;
    boolean up = rest > absent - rest || rest == absent - rest && (floor & 1) == 1;
    return up ? floor + 1 : floor;
  }

  private static boolean isWhole(long average, long absent, long cycles) {
    return average > cycles / absent || cycles % absent == 0;
  }

  /** Product of the counts of the loops in a mask. */
  static long product(long[] counts, long mask) {
    long product = 1;
    for (int l = 0; l < counts.length; l++) {
      if ((mask >> l & 1) == 1 && counts[l] > 1) {
        product = Math.multiplyExact(product, counts[l]);
      }
    }
    return product;
  }

  /** The total when transfers are reused as often as these numbers say. */
  long total(long[] reuse) {
    long[] length = computeLength.clone();
    for (int f = 0; f < present.length; f++) {
      int s = plan.transferSlot[f];
      length[s] = Math.max(length[s], (present[f] + reuse[f] - 1) / reuse[f]);
    }
    return plan.total(iterations, length);
  }

  /** No order of the loops and no levels cost less. */
  long optimistic() {
    return total(mostReuse);
  }
}
