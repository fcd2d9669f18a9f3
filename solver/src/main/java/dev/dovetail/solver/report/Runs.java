package dev.dovetail.solver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A lane's bars at the resolution of the static picture.
 *
 * <p>Bars at least a column long stay as they are. Shorter ones are summed column by column: a column is drawn in the colour of the
 * category that holds it longest, as wide as all of them together, so that shades of colour stay true. Neighbours of one category
 * then become one run.
 */
final class Runs {
  private static final double MERGE = 0.25;

  private Runs() {}

  /**
   * A piece of the picture.
   *
   * @param start first cycle
   * @param end one past the last cycle
   * @param category of its colour
   * @param count of bars that it stands for
   */
  record Run(long start, long end, int category, int count) {}

  /** What happens within one column: cycles and bars by category. */
  private record Column(TreeMap<Integer, long[]> byCategory) {}

  /** The runs of a lane, by start; {@code columns} columns span {@code [0, horizon)}. */
  static List<Run> of(Lane lane, long horizon, int columns) {
    double width = (double) horizon / columns;
    TreeMap<Integer, Column> small = new TreeMap<>();
    List<Run> all = new ArrayList<>();
    for (Bar bar : lane.bars()) {
      if (bar.length() >= width) {
        all.add(new Run(bar.start(), bar.end(), bar.category(), 1));
      } else {
        int column = (int) Math.min(columns - 1, bar.start() / width);
        long[] sum = small.computeIfAbsent(column, c -> new Column(new TreeMap<>())).byCategory()
            .computeIfAbsent(bar.category(), c -> new long[] {0, 0, bar.start()});
        sum[0] += bar.length();
        sum[1]++;
      }
    }
    small.values().forEach(column -> all.add(summed(column)));
    all.sort(java.util.Comparator.comparingLong(Run::start).thenComparingLong(Run::end).thenComparingInt(Run::category));
    return merged(all, width);
  }

  private static Run summed(Column column) {
    long cycles = 0;
    int count = 0;
    long start = Long.MAX_VALUE;
    int category = 0;
    long most = -1;
    for (var entry : column.byCategory().entrySet()) {
      long[] sum = entry.getValue();
      cycles += sum[0];
      count += (int) sum[1];
      start = Math.min(start, sum[2]);
      if (sum[0] > most) {
        most = sum[0];
        category = entry.getKey();
      }
    }
    return new Run(start, start + cycles, category, count);
  }

  private static List<Run> merged(List<Run> sorted, double width) {
    List<Run> runs = new ArrayList<>();
    for (Run run : sorted) {
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last.category() == run.category() && run.start() - last.end() < MERGE * width) {
        runs.set(runs.size() - 1,
            new Run(last.start(), Math.max(last.end(), run.end()), last.category(), last.count() + run.count()));
      } else {
        runs.add(run);
      }
    }
    return runs;
  }
}
