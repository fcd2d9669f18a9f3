package dev.dovetail.benchmarks.stream;

import dev.dovetail.benchmarks.BenchTable;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Gap;
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
    StringBuilder csv = new StringBuilder("instance,ours,boundOfTable,boundOfAnyTile,stream,streamRecomputed,void,seconds,"
        + "eventOurs,eventBound,eventBoundSource,eventStream\n");
    for (StreamRow row : rows) {
      List<String> values = new ArrayList<>(List.of(BenchTable.quoted(row.problem().name()), text(row.ours()),
          text(bound(row, true)), text(bound(row, false)), text(row.stated()), text(row.recomputed())));
      values.add(Boolean.toString(row.isVoid()));
      values.add(String.format(Locale.ROOT, "%.3f", row.seconds()));
      EventNumbers e = row.events();
      values.addAll(e == null
          ? List.of("", "", "", "")
          : List.of(text(e.ours()), text(e.bound()),
              e.boundSource() == null ? "" : e.boundSource(), text(e.ofStream())));
      csv.append(String.join(",", values.stream().map(v -> v.equals(NONE) ? "" : v).toList())).append('\n');
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
    events(text);
    return text.toString().replace("\r\n", "\n");
  }

  /** The same instances in our event model. */
  private void events(StringBuilder text) {
    text.append("""

        - Cost model: event (allocation), cycles, on Stream's machine and cost table, with the tiles of Stream's mapping. No number here is compared
          with one above: C to D is what the models differ by.
        - A: our best schedule, verified. B: no schedule with these tiles is below. D: Stream's decisions (cores, tiles, slot order) as a schedule.

        | instance | A ours | B bound | gap | proved by | D Stream's mapping | D / A |
        |---|---:|---:|---:|---|---:|---:|
        """);
    for (StreamRow row : rows) {
      EventNumbers e = row.events();
      if (e == null || e.ours() == null || e.bound() == null) {
        text.append("| %s | - | - | - | %s | - | - |%n".formatted(row.problem().name(),
            e == null || e.reason() == null ? "no mapping of Stream" : e.reason()));
      } else {
        text.append(
            "| %s | %s | %s | %s | %s | %s | %s |%n".formatted(row.problem().name(), grouped(e.ours()), grouped(e.bound()),
                Gap.percent(Gap.of(e.ours(), e.bound())), e.boundSource(), grouped(e.ofStream()), e.ofStream() == null
                    ? NONE
                    : String.format(Locale.ROOT, "%.2f", (double) e.ofStream() / e.ours())));
      }
    }
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
