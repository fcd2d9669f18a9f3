package dev.dovetail.benchmarks;

import dev.dovetail.solver.Gap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two forms of a table of runs: CSV for machines, Markdown for people. */
public final class BenchTable {
  private BenchTable() {}

  /** RFC 4180, with a header line. */
  static String csv(List<BenchRow> rows) {
    StringBuilder csv = new StringBuilder(String.join(",", BenchRow.COLUMNS)).append('\n');
    for (BenchRow row : rows) {
      csv.append(row.values().stream().map(BenchTable::quoted).collect(Collectors.joining(","))).append('\n');
    }
    return csv.toString();
  }

  /** A table with thousands separators and percentages. */
  static String markdown(List<BenchRow> rows) {
    StringBuilder table = new StringBuilder("""
        | instance | method | cost | bound | gap | what binds | status | first mapping | time |
        |---|---|---:|---:|---:|---|---|---:|---:|
        """);
    for (BenchRow row : rows) {
      table.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n".formatted(row.instance(), row.method(), grouped(row.objective()),
              grouped(row.bound()), row.gap() == null ? "" : Gap.percent(row.gap()),
              row.boundSource() == null ? "" : row.boundSource(),
              row.evidence() == null ? row.status() : row.status() + " (" + row.evidence() + ")", seconds(row.firstSeconds()),
              seconds(row.seconds())).replace("\r\n", "\n"));
    }
    return table.toString();
  }

  /** A cell of a CSV file. */
  public static String quoted(String value) {
    return value.matches("(?s).*[\",\r\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  /** With thousands separators; empty if unknown. */
  public static String grouped(@Nullable Long value) {
    return value == null ? "" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.1f s", value);
  }
}
