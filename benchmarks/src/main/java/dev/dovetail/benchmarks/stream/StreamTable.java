package dev.dovetail.benchmarks.stream;

import dev.dovetail.benchmarks.BenchTable;
import dev.dovetail.solver.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of instances, for people and for programs. */
final class StreamTable {
  private static final String NONE = "-";

  private final List<StreamRow> rows;

  StreamTable(List<StreamRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** RFC 4180, with a header line. */
  String csv() {
    StringBuilder csv = new StringBuilder("instance,ours,boundOfTable,boundOfAnyTile,stream,streamRecomputed,void,seconds\n");
    for (StreamRow row : rows) {
      List<String> values = new ArrayList<>(List.of(BenchTable.quoted(row.problem().name()), text(row.ours()),
          text(bound(row, true)), text(bound(row, false)), text(row.stated()), text(row.recomputed())));
      values.add(Boolean.toString(row.isVoid()));
      values.add(String.format(Locale.ROOT, "%.3f", row.seconds()));
      csv.append(String.join(",", values).replace(NONE + ",", ",")).append('\n');
    }
    return csv.toString();
  }

  /** For people: what the numbers are, and the table. */
  String markdown() {
    StringBuilder text = new StringBuilder("""
        - Cost model: stream-compatible (Stream 1.13.14), cycles; smaller is better. Slots and routes follow Stream's rules.
        - A': our best mapping, verified. B': bounds among mappings that lose nothing to rounding or clipping: of those whose costs the table knows
          (equal to A': optimal among them), and of any tile shapes, missing costs at their roof. C: what the file states of Stream. D': its mapping
          recomputed here; where D' differs from C the row is void.

        | instance | A' ours | B' in the table | B' any tiles | C Stream | D' recomputed | C / A' | gap to any tiles | s |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        """);
    for (StreamRow row : rows) {
      text.append(
          "| %s%s | %s | %s | %s | %s | %s | %s | %s | %.1f |%n".formatted(row.problem().name(), row.isVoid() ? " (void)" : "",
              grouped(row.ours()), grouped(bound(row, true)), grouped(bound(row, false)), grouped(row.stated()),
              grouped(row.recomputed()), gain(row), gap(row), row.seconds()));
    }
    return text.toString().replace("\r\n", "\n");
  }

  /** The claim that was proved by enumeration, or the other one. */
  private static @Nullable Long bound(StreamRow row, boolean inTable) {
    Long best = null;
    for (Claim c : row.claims()) {
      if (c.space().startsWith("of any") != inTable) {
        best = best == null ? c.bound() : Math.max(best, c.bound());
      }
    }
    return best;
  }

  private static String gain(StreamRow row) {
    return row.ours() == null || row.stated() == null || row.ours() == 0
        ? NONE
        : String.format(Locale.ROOT, "%.2f", (double) row.stated() / row.ours());
  }

  private static String gap(StreamRow row) {
    Long bound = bound(row, false);
    return row.ours() == null || bound == null || row.ours() == 0
        ? NONE
        : String.format(Locale.ROOT, "%.1f %%", 100.0 * (row.ours() - bound) / row.ours());
  }

  private static String grouped(@Nullable Long value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%,d", value);
  }

  private static String text(@Nullable Long value) {
    return value == null ? NONE : Long.toString(value);
  }
}
