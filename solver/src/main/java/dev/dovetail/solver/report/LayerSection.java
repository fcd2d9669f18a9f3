package dev.dovetail.solver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of layers: how each one was cut, where it runs, what it moves, and when. */
final class LayerSection {
  private static final int MOST_CORES = 6;

  private LayerSection() {}

  /** Anchor of the row of a layer. */
  static String anchor(int layer) {
    return "layer-" + layer;
  }

  static void write(Html html, ScheduleView view, List<LayerStats> all) {
    html.element("p", "Tiles are cuts in rows, positions or batch, chunks are cuts in output channels. Loaded counts every load of the"
        + " layer's weights, moved and stored count the layer's output, reloaded is output that came back from DRAM.", "class", "muted");
    Table table = new Table(html, "layer", "operator", "#MACs", "#tiles x chunks", "cores", "#cycles on cores", "#weights", "#loaded",
        "#moved", "#stored", "#reloaded", "#first cycle", "#last cycle", "when");
    for (int i = 0; i < all.size(); i++) {
      row(table, view, all.get(i), i);
    }
    table.end();
  }

  private static void row(Table table, ScheduleView view, LayerStats s, int index) {
    table.row("id", anchor(index), "data-layer", Integer.toString(index));
    String folded = s.layer.folded().isEmpty() ? "" : ", with " + String.join(", ", s.layer.folded());
    table.markedCell(s.layer.name(), "k" + index % HtmlReport.LAYER_COLOURS, s.layer.name() + " makes " + s.layer.shape() + folded);
    table.cell(s.layer.operator().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    table.cell(s.layer.macs() == 0 ? "–" : Numbers.grouped(s.layer.macs()));
    table.cell(s.tasks == 0 ? "–" : s.tiles + " x " + s.chunks, s.tasks + " tasks");
    table.cell(cores(view, s, MOST_CORES), cores(view, s, Integer.MAX_VALUE));
    String estimated = s.estimatedTasks == 0 ? "" : s.estimatedTasks + " of " + s.tasks + " tasks have estimated costs";
    table.cell((estimated.isEmpty() ? "" : "~ ") + Numbers.grouped(s.cycles), estimated);
    bytes(table, s.weightBytes);
    bytes(table, s.weightBytesLoaded);
    bytes(table, s.bytesMoved);
    bytes(table, s.bytesStored);
    bytes(table, s.bytesReloaded);
    if (s.tasks == 0) {
      table.cell("–").cell("–").bar(0, 0, "bar-none", "never").endRow();
    } else {
      table.cell(Numbers.grouped(s.first)).cell(Numbers.grouped(s.last));
      double horizon = view.horizon();
      table.bar(s.first / horizon, s.last / horizon, "k" + index % HtmlReport.LAYER_COLOURS + " bar-span",
          Numbers.grouped(s.first) + " to " + Numbers.grouped(s.last)).endRow();
    }
  }

  private static void bytes(Table table, long value) {
    table.cell(value == 0 ? "–" : Numbers.bytes(value), Numbers.grouped(value) + " B");
  }

  private static String cores(ScheduleView view, LayerStats s, int most) {
    List<String> names = new ArrayList<>();
    s.cores.stream().limit(most).forEach(c -> names.add(view.cores().get(c).name()));
    String more = s.cores.size() > most ? " and " + (s.cores.size() - most) + " more" : "";
    return names.isEmpty() ? "–" : String.join(", ", names) + more;
  }
}
