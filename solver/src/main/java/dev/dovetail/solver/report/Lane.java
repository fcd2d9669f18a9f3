package dev.dovetail.solver.report;

import java.util.Comparator;
import java.util.List;

/**
 * One row of the timeline: a core or a channel, with what keeps it busy.
 *
 * @param index of the core or channel in the accelerator
 * @param name its name
 * @param detail one line about it, for hover texts
 * @param bars by start, then end
 */
public record Lane(int index, String name, String detail, List<Bar> bars) {
  private static final Comparator<Bar> BY_TIME =
      Comparator.comparingLong(Bar::start).thenComparingLong(Bar::end).thenComparingInt(Bar::id);

  public Lane {
    bars = bars.stream().sorted(BY_TIME).toList();
  }

  /** Whether nothing happens here. */
  public boolean isIdle() {
    return bars.isEmpty();
  }

  /** Cycles in which at least one bar is there; overlapping bars, which only a broken schedule has, count once. */
  public long busy() {
    long busy = 0;
    long reached = Long.MIN_VALUE;
    for (Bar b : bars) {
      long from = Math.max(b.start(), reached);
      if (b.end() > from) {
        busy += b.end() - from;
        reached = b.end();
      }
    }
    return busy;
  }

  /** Busy cycles in each of {@code columns} equal parts of {@code [0, horizon)}, as fractions of the part; for drawing only. */
  double[] load(int columns, long horizon) {
    double[] busy = new double[columns];
    double width = (double) horizon / columns;
    for (Bar b : bars) {
      int first = (int) Math.max(0, Math.min(columns - 1, b.start() / width));
      int last = (int) Math.max(0, Math.min(columns - 1, (b.end() - 1) / width));
      for (int c = first; c <= last; c++) {
        double overlap = Math.min(b.end(), (c + 1) * width) - Math.max(b.start(), c * width);
        busy[c] += Math.max(0, overlap) / width;
      }
    }
    for (int c = 0; c < columns; c++) {
      busy[c] = Math.min(1, busy[c]);
    }
    return busy;
  }

  /** The lanes that are not idle, at most {@code most} of them: the busiest, in their own order. */
  public static List<Lane> busiest(List<Lane> lanes, int most) {
    record Ranked(Lane lane, long busy) {}
    return lanes.stream()
        .filter(l -> !l.isIdle())
        .map(l -> new Ranked(l, l.busy()))
        .sorted(Comparator.comparingLong(Ranked::busy).reversed())
        .limit(most)
        .map(Ranked::lane)
        .sorted(Comparator.comparingInt(Lane::index))
        .toList();
  }
}
