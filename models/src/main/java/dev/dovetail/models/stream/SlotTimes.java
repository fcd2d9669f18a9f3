package dev.dovetail.models.stream;

import dev.dovetail.models.Exact;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The latency of a group from what each slot takes.
 *
 * <p>S is the sum of all slots, a resource's idle time the sum of the slots in which it does nothing; the overlap of successive iterations is the
 * least idle time of any used resource. Total: {@code T*S - (T-1)*overlap}, the initiation interval is {@code S - overlap}.
 */
final class SlotTimes {
  private final long iterations;
  private final int slots;
  private final BitSet[] busy;

  /**
   * @param iterations T
   * @param slots the last slot
   * @param busy per used link and core the slots in which it is active
   */
  SlotTimes(long iterations, int slots, BitSet[] busy) {
    this.iterations = iterations;
    this.slots = slots;
    this.busy = busy.clone();
  }

  /** The last slot. */
  int slots() {
    return slots;
  }

  /** S. */
  static long sum(long[] cycles) {
    return Arrays.stream(cycles).reduce(0, Exact::add);
  }

  /** The largest busy time of any resource. */
  long interval(long[] cycles) {
    long interval = 0;
    for (BitSet b : busy) {
      long time = 0;
      for (int s = b.nextSetBit(0); s >= 0; s = b.nextSetBit(s + 1)) {
        time = Exact.add(time, cycles[s]);
      }
      interval = Math.max(interval, time);
    }
    return interval;
  }

  /** Cycles of all iterations. */
  long total(long[] cycles) {
    return Exact.add(sum(cycles), Exact.multiply(iterations - 1, interval(cycles)));
  }
}
