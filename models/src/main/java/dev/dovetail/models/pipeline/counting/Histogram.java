package dev.dovetail.models.pipeline.counting;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How often each value occurs, as residues.
 *
 * <p>Role: costs of segments, of paths over segments, and times of clusters. Values are added in any order; {@link #merged} sorts them.
 */
final class Histogram {
  private static final int FIRST_ROOM = 8;

  private final Residues residues;
  private long[] values = new long[FIRST_ROOM];
  private long[][] counts;
  private int size;

  Histogram(Residues residues) {
    this.residues = residues;
    this.counts = new long[residues.count()][FIRST_ROOM];
  }

  /** Number of values. */
  int size() {
    return size;
  }

  /** Value {@code at} of 0..size-1. */
  long value(int at) {
    return values[at];
  }

  /** Count of a value modulo modulus {@code r}. */
  long count(int at, int r) {
    return counts[r][at];
  }

  /** All counts modulo modulus {@code r}, by index; longer than {@link #size}. */
  long[] counts(int r) {
    return counts[r];
  }

  /** Adds a value with a count of zero, which {@link #set} replaces; its index. */
  int add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      for (int r = 0; r < counts.length; r++) {
        counts[r] = Arrays.copyOf(counts[r], 2 * size);
      }
    }
    values[size] = value;
    return size++;
  }

  void set(int at, int r, long count) {
    counts[r][at] = count;
  }

  /** Adds a value with counts by modulus. */
  void add(long value, long... count) {
    int at = add(value);
    for (int r = 0; r < counts.length; r++) {
      counts[r][at] = count[r];
    }
  }

  /** The same values by growing size, each once, in arrays of just that length. */
  Histogram merged() {
    return rounded(1, false);
  }

  /** As {@link #merged}, each value rounded down, or up, to a multiple of {@code quantum}. */
  Histogram rounded(long quantum, boolean up) {
    long[] keys = new long[size];
    for (int at = 0; at < size; at++) {
      keys[at] = round(values[at], quantum, up);
    }
    int[] order = order(keys);
    Histogram merged = new Histogram(residues);
    for (int at : order) {
      if (merged.size == 0 || merged.values[merged.size - 1] != keys[at]) {
        merged.add(keys[at]);
      }
      for (int r = 0; r < counts.length; r++) {
        long[] sum = merged.counts[r];
        sum[merged.size - 1] = Residues.plus(sum[merged.size - 1], counts[r][at], residues.modulus(r));
      }
    }
    merged.trim();
    return merged;
  }

  /** The same values merged; if they are more than {@code most}, rounded to the least power of two that leaves so few. */
  Histogram atMost(int most, boolean up) {
    Histogram small = merged();
    for (long quantum = 2; small.size > most; quantum *= 2) {
      small = small.rounded(quantum, up);
    }
    return small;
  }

  private static int[] order(long[] keys) {
    boolean sorted = true;
    for (int at = 1; at < keys.length && sorted; at++) {
      sorted = keys[at - 1] <= keys[at];
    }
    IntStream all = IntStream.range(0, keys.length);
    return sorted ? all.toArray() : all.boxed().sorted(Comparator.comparingLong(at -> keys[at])).mapToInt(at -> at).toArray();
  }

  private void trim() {
    values = Arrays.copyOf(values, Math.max(1, size));
    for (int r = 0; r < counts.length; r++) {
      counts[r] = Arrays.copyOf(counts[r], Math.max(1, size));
    }
  }

  /** A value rounded to a multiple of a quantum; values are not negative. */
  static long round(long value, long quantum, boolean up) {
    return up ? (value + quantum - 1) / quantum * quantum : value / quantum * quantum;
  }
}
