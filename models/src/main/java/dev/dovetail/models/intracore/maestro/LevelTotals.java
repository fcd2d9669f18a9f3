package dev.dovetail.models.intracore.maestro;

import org.jspecify.annotations.Nullable;

/** What one evaluation of one level adds up to. Arrays hold the input, the filter and the output, in this order. */
final class LevelTotals {
  static final int INPUT = 0;
  static final int FILTER = 1;
  static final int OUTPUT = 2;

  /** Reads of the memory above the level. */
  final long[] upRead = new long[3];
  final long[] upWrite = new long[3];
  /** Reads of the memory below the level. */
  final long[] downRead = new long[3];
  final long[] downWrite = new long[3];
  /** Elements held above the level, double buffered. */
  final long[] upSize = new long[3];
  final long[] downSize = new long[3];
  long runtime;
  long macs;
  /** Cases that occurred, each as often as it did. */
  long steps;
  long accepted;
  double activeUnits;
  long peakBandwidth;
  double averageBandwidth;
  long offChipBandwidth;
  double intensity;
  final Delay ingress = new Delay();
  final Delay egress = new Delay();
  final Delay compute = new Delay();
  /** The first evaluation of the level below; null if there was none. */
  @Nullable
  LevelTotals first;

  /** The evaluation that finished first: the innermost one of the first cases. */
  LevelTotals leaf() {
    LevelTotals leaf = this;
    while (leaf.first != null) {
      leaf = leaf.first;
    }
    return leaf;
  }

  /** A delay over all steps. */
  static final class Delay {
    private long min;
    private long max;
    private long sum;
    private boolean any;

    void add(long weight, long cycles) {
      min = any ? Math.min(min, cycles) : cycles;
      max = Math.max(max, cycles);
      sum = Math.addExact(sum, Math.multiplyExact(weight, cycles));
      any = true;
    }

    DelayStatistics over(long steps) {
      return any ? new DelayStatistics(min, max, sum / steps) : new DelayStatistics(Long.MIN_VALUE, 0, Long.MIN_VALUE);
    }
  }
}
