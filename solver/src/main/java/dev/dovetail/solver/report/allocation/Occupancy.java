package dev.dovetail.solver.report.allocation;

import java.util.TreeMap;

/**
 * Bytes alive in one core's memory over time, as a step function.
 *
 * <p>Role: buffers of weights, all other buffers, and the working footprint of the running task, exactly as the intervals say: a
 * release and an allocation at one cycle do not add up.
 */
final class Occupancy {
  private final int core;
  private final String name;
  private final long capacityBytes;
  private final TreeMap<Long, long[]> changes = new TreeMap<>();
  private long[] times = {};
  private long[] totals = {};
  private long[] weights = {};

  Occupancy(int core, String name, long capacityBytes) {
    this.core = core;
    this.name = name;
    this.capacityBytes = capacityBytes;
  }

  /** Adds bytes that are alive in {@code [from, until)}; an empty interval adds nothing. */
  void add(long from, long until, long bytes, boolean weight) {
    if (until > from && bytes > 0) {
      long[] up = changes.computeIfAbsent(from, t -> new long[2]);
      long[] down = changes.computeIfAbsent(until, t -> new long[2]);
      up[0] += bytes;
      down[0] -= bytes;
      if (weight) {
        up[1] += bytes;
        down[1] -= bytes;
      }
    }
  }

  /** Ends the adding: computes the steps. */
  Occupancy close() {
    times = new long[changes.size()];
    totals = new long[changes.size()];
    weights = new long[changes.size()];
    int n = 0;
    long total = 0;
    long weight = 0;
    for (var change : changes.entrySet()) {
      total += change.getValue()[0];
      weight += change.getValue()[1];
      if (n > 0 && totals[n - 1] == total && weights[n - 1] == weight) {
        continue;
      }
      times[n] = change.getKey();
      totals[n] = total;
      weights[n++] = weight;
    }
    times = java.util.Arrays.copyOf(times, n);
    totals = java.util.Arrays.copyOf(totals, n);
    weights = java.util.Arrays.copyOf(weights, n);
    changes.clear();
    return this;
  }

  /** Index of the core. */
  int core() {
    return core;
  }

  /** Name of the core. */
  String name() {
    return name;
  }

  /** Capacity of the core's memory. */
  long capacityBytes() {
    return capacityBytes;
  }

  /** Number of steps. */
  int steps() {
    return times.length;
  }

  /** First cycle of step {@code i}; it lasts until the next one. */
  long time(int i) {
    return times[i];
  }

  /** Bytes alive in step {@code i}. */
  long total(int i) {
    return totals[i];
  }

  /** Bytes of weights alive in step {@code i}. */
  long weight(int i) {
    return weights[i];
  }

  /** The most bytes alive at once. */
  long peak() {
    long peak = 0;
    for (long t : totals) {
      peak = Math.max(peak, t);
    }
    return peak;
  }

  /** The most bytes alive, and the most bytes of weights alive, in each of {@code columns} equal parts of {@code [0, horizon)}. */
  long[][] columns(int columns, long horizon) {
    long[][] most = new long[columns][2];
    for (int i = 0; i < times.length; i++) {
      long until = i + 1 < times.length ? times[i + 1] : Math.max(horizon, times[i] + 1);
      if (totals[i] == 0) {
        continue;
      }
      int first = (int) Math.max(0, Math.min(columns - 1, Math.floor((double) times[i] * columns / horizon)));
      int last = (int) Math.max(0, Math.min(columns - 1, Math.ceil((double) until * columns / horizon) - 1));
      for (int c = first; c <= last; c++) {
        most[c][0] = Math.max(most[c][0], totals[i]);
        most[c][1] = Math.max(most[c][1], weights[i]);
      }
    }
    return most;
  }
}
