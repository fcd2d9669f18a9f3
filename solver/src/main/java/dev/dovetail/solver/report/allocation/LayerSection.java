package dev.dovetail.solver.report.allocation;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of layers: how each one was cut, where it runs, what it moves, and when. */
final class LayerSection {
  private static final int MOST_RANGES = 3;

  private LayerSection() {}

  /** Anchor of the row of a layer. */
  static String anchor(int layer) {
    return "layer-" + layer;
  }

  static void write(Html html, ScheduleView view, List<LayerStats> all, Additions more) {
    html.element("p",
        "Tiles are cuts in rows, positions or batch, chunks are cuts in output channels. Loaded counts every load of the"
            + " layer's weights, moved and stored count the layer's output, reloaded is output that came back from DRAM.",
        "class", "muted");
    Table table =
        new Table(html, "layer", "operator", "#MACs", "#tiles x chunks", "cores", "#cycles on cores", "#weights", "#loaded",
            "#moved", "#stored", "#reloaded", "#cycles from to", "when");
    for (int i = 0; i < all.size(); i++) {
      row(table, view, all.get(i), i, "k" + more.colour(i));
    }
    table.end();
  }

  private static void row(Table table, ScheduleView view, LayerStats s, int index, String colour) {
    table.row("id", anchor(index), "data-layer", Integer.toString(index));
    String folded = s.layer.folded().isEmpty() ? "" : ", with " + String.join(", ", s.layer.folded());
    table.markedCell(s.layer.name(), colour,
        s.layer.name() + " makes " + s.layer.shape() + folded);
    table.cell(s.layer.operator().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    table.cell(s.layer.macs() == 0 ? "–" : Numbers.grouped(s.layer.macs()));
    table.cell(s.tasks == 0 ? "–" : s.tiles + " x " + s.chunks, s.tasks + " tasks");
    table.shortCell(cores(view, s, MOST_RANGES), cores(view, s, Integer.MAX_VALUE));
    String estimated = s.estimatedTasks == 0 ? "" : s.estimatedTasks + " of " + s.tasks + " tasks have estimated costs";
    table.cell((estimated.isEmpty() ? "" : "~ ") + Numbers.grouped(s.cycles), estimated);
    bytes(table, s.weightBytes);
    bytes(table, s.weightBytesLoaded);
    bytes(table, s.bytesMoved);
    bytes(table, s.bytesStored);
    bytes(table, s.bytesReloaded);
    if (s.tasks == 0) {
      table.cell("–").bar(0, 0, "bar-none", "never").endRow();
    } else {
      table.cell(Numbers.grouped(s.first) + " – " + Numbers.grouped(s.last));
      double horizon = view.horizon();
      table.bar(s.first / horizon, s.last / horizon, colour + " bar-span",
          Numbers.grouped(s.first) + " to " + Numbers.grouped(s.last)).endRow();
    }
  }

  private static void bytes(Table table, long value) {
    table.cell(value == 0 ? "–" : Numbers.bytes(value), Numbers.grouped(value) + " B");
  }

  /** Names of the cores, runs of three or more neighbours as a range. */
  private static String cores(ScheduleView view, LayerStats s, int most) {
    List<String> ranges = new ArrayList<>();
    List<Integer> cores = List.copyOf(s.cores);
    int shown = 0;
    for (int i = 0; i < cores.size() && ranges.size() < most;) {
      int end = i + 1;
      while (end < cores.size() && cores.get(end) == cores.get(end - 1) + 1) {
        end++;
      }
      if (end - i < 3) {
        end = i + 1;
      }
      String first = view.cores().get(cores.get(i)).name();
      ranges.add(end == i + 1 ? first : first + " to " + view.cores().get(cores.get(end - 1)).name());
      shown = end;
      i = end;
    }
    String more = shown < cores.size() ? " and " + (cores.size() - shown) + " more" : "";
    return ranges.isEmpty() ? "–" : String.join(", ", ranges) + more;
  }
}
