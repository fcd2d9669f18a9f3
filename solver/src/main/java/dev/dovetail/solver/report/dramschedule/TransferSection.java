package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline.Span;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;

/** The table of transfers in the order of the channel: when, how early, and from where to where they stand in the buffer. */
final class TransferSection {
  private static final int MOST_OPEN_ROWS = 40;

  private TransferSection() {}

  static void write(Html html, StreamView view) {
    html.element("p",
        "Early is the time between the end of a load and the start of the tile that needs it, for a store the time between"
            + " the end of its tile and its transfer. A tensor is in the buffer from its first position until before its last one.",
        "class", "muted");
    boolean folded = view.order().size() > MOST_OPEN_ROWS;
    if (folded) {
      html.open("details").element("summary", "All " + Numbers.grouped(view.order().size()) + " transfers");
    }
    Table table =
        new Table(html, "tensor", "what", "#bytes", "#from", "#to", "tile", "#early or late, cycles", "#positions", "when");
    for (int x : view.order()) {
      row(table, view, x);
    }
    table.end();
    if (folded) {
      html.close();
    }
  }

  private static void row(Table table, StreamView view, int x) {
    DramTensor tensor = view.problem().tensors().get(x);
    Span span = view.timeline().transfers().get(x);
    table.row().markedCell(tensor.name(), "t" + view.role(x).ordinal(), tensor.name());
    table.cell(tensor instanceof DramTensor.Load ? "load" : "store").cell(Numbers.grouped(tensor.bytes()));
    table.cell(Numbers.grouped(span.start())).cell(Numbers.grouped(span.end()));
    String tile = view.problem().tiles().get(tensor.tile()).name();
    table.shortCell(tile, "tile " + tensor.tile() + ", " + tile);
    table.cell(Numbers.grouped(view.slack(x))).cell(view.residentFrom(x) + " – " + view.residentUntil(x));
    double horizon = view.horizon();
    table.bar(span.start() / horizon, span.end() / horizon, "t" + view.role(x).ordinal(),
        Numbers.grouped(span.start()) + " to " + Numbers.grouped(span.end())).endRow();
  }
}
