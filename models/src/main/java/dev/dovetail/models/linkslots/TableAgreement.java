package dev.dovetail.models.linkslots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Compares given tables with those that follow from the transmissions: rule {@code table-agreement}. Rows of one input and message that touch
 * and lead to the same outputs count as one; the order of outputs does not matter.
 */
final class TableAgreement {
  private static final String RULE = "table-agreement";
  private static final Comparator<SlotTable.SourceRow> SOURCES =
      Comparator.comparingInt(SlotTable.SourceRow::tile).thenComparingInt(SlotTable.SourceRow::message)
          .thenComparingLong(SlotTable.SourceRow::start).thenComparingLong(SlotTable.SourceRow::end);
  private static final Comparator<SlotTable.RouterRow> ROUTERS =
      Comparator.comparingInt(SlotTable.RouterRow::node).thenComparingInt(SlotTable.RouterRow::input)
          .thenComparingInt(SlotTable.RouterRow::message).thenComparingLong(SlotTable.RouterRow::start)
          .thenComparingLong(SlotTable.RouterRow::end).thenComparing(r -> r.outputs().toString())
          .thenComparing(r -> r.delays().toString());

  private final TableRows rows;

  TableAgreement(TableRows rows) {
    this.rows = rows;
  }

  /** Reports rows that only one of the two has. */
  void check(SlotTable.Tables given, SlotTable.Tables derived) {
    List<SlotTable.SourceRow> someSources = sources(given.sources());
    List<SlotTable.SourceRow> allSources = sources(derived.sources());
    compare(someSources, allSources, SOURCES, (row, extra) -> rows.findings.add(RULE, place(row), extra
        ? "It injects %s in the slots [%d, %d]; its transmission says otherwise."
        : "It does not inject %s in the slots [%d, %d], as its transmission says.", message(row.message()), row.start(),
        row.end()));
    compare(routers(given.routers()), routers(derived.routers()), ROUTERS,
        (row, extra) -> rows.findings.add(RULE, place(row), extra
            ? "It has a row for %s in the slots [%d, %d] to %s, which its transmission does not have."
            : "It has no row for %s in the slots [%d, %d] to %s, which its transmission has.", message(row.message()),
            row.start(),
            row.end(), outputs(row)));
  }

  private interface Report<R> {
    void add(R row, boolean extra);
  }

  private static <R> void compare(List<R> given, List<R> derived, Comparator<R> order, Report<R> report) {
    int g = 0;
    int d = 0;
    while (g < given.size() || d < derived.size()) {
      int c = g == given.size() ? 1 : d == derived.size() ? -1 : order.compare(given.get(g), derived.get(d));
      if (c < 0) {
        report.add(given.get(g), true);
      } else if (c > 0) {
        report.add(derived.get(d), false);
      }
      g += c <= 0 ? 1 : 0;
      d += c >= 0 ? 1 : 0;
    }
  }

  private static List<SlotTable.SourceRow> sources(List<SlotTable.SourceRow> list) {
    List<SlotTable.SourceRow> sorted = new ArrayList<>(list);
    sorted.sort(SOURCES);
    List<SlotTable.SourceRow> merged = new ArrayList<>();
    for (SlotTable.SourceRow row : sorted) {
      SlotTable.SourceRow last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.tile() == row.tile() && last.message() == row.message() && last.end() + 1 == row.start()) {
        merged.set(merged.size() - 1, new SlotTable.SourceRow(row.tile(), row.message(), last.start(), row.end()));
      } else {
        merged.add(row);
      }
    }
    return merged;
  }

  private static List<SlotTable.RouterRow> routers(List<SlotTable.RouterRow> list) {
    List<SlotTable.RouterRow> sorted = new ArrayList<>(list.size());
    list.forEach(row -> sorted.add(inOrder(row)));
    sorted.sort(ROUTERS);
    List<SlotTable.RouterRow> merged = new ArrayList<>();
    for (SlotTable.RouterRow row : sorted) {
      SlotTable.RouterRow last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.node() == row.node() && last.input() == row.input() && last.message() == row.message()
          && last.end() + 1 == row.start() && last.outputs().equals(row.outputs()) && last.delays().equals(row.delays())) {
        merged.set(merged.size() - 1, new SlotTable.RouterRow(row.node(), row.input(), row.message(), last.start(), row.end(),
            row.outputs(), row.delays()));
      } else {
        merged.add(row);
      }
    }
    return merged;
  }

  private static SlotTable.RouterRow inOrder(SlotTable.RouterRow row) {
    if (row.outputs().size() < 2 || !row.delays().isEmpty() && row.delays().size() != row.outputs().size()) {
      return row;
    }
    TreeMap<Integer, Long> outputs = new TreeMap<>();
    for (int o = 0; o < row.outputs().size(); o++) {
      outputs.put(row.outputs().get(o), row.delay(o));
    }
    return outputs.size() < row.outputs().size()
        ? row
        : new SlotTable.RouterRow(row.node(), row.input(), row.message(), row.start(), row.end(),
            List.copyOf(outputs.keySet()), List.copyOf(outputs.values()));
  }

  private String place(SlotTable.SourceRow row) {
    int n = rows.problem.network().tiles().size();
    return row.tile() >= 0 && row.tile() < n ? rows.tile(row.tile()) : "tile " + row.tile();
  }

  private String place(SlotTable.RouterRow row) {
    if (row.input() >= 0 && row.input() < rows.links.edges().size()) {
      return rows.where(row.input());
    }
    return row.node() >= 0 && row.node() < rows.links.nodes().size() ? rows.router(row.node()) : "router " + row.node();
  }

  private String message(int m) {
    return m >= 0 && m < rows.problem.messages().size() ? rows.message(m) : "message " + m;
  }

  private String outputs(SlotTable.RouterRow row) {
    List<String> names = new ArrayList<>();
    for (int o : row.outputs()) {
      names.add(o >= 0 && o < rows.links.edges().size() ? rows.links.edges().get(o).name() : "local");
    }
    return names + (row.delays().isEmpty() ? "" : " after " + row.delays() + " slots");
  }
}
