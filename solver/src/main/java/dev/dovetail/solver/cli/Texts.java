package dev.dovetail.solver.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How numbers and tables look on a terminal: grouped digits, aligned columns, the same in every locale. */
final class Texts {
  private Texts() {}

  /** Digits in groups of three: {@code 934,619}. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Seconds with two digits: {@code 0.42 s}. */
  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0);
  }

  /**
   * Rows of equal length as lines with aligned columns, two spaces between them; the first row is the heading.
   *
   * @param rightAligned indices of the columns that hold numbers
   */
  static String table(List<List<String>> rows, List<Integer> rightAligned) {
    int columns = rows.get(0).size();
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        width[c] = Math.max(width[c], row.get(c).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String pad = " ".repeat(width[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ").append(rightAligned.contains(c) ? pad + row.get(c) : row.get(c) + pad);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
