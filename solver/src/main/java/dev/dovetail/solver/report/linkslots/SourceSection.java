package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.HeatStrip;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.TimeAxis;
import java.util.ArrayList;
import java.util.List;

/** When each source injects: a strip per tile, and its slot ranges. */
final class SourceSection {
  private static final int MOST_ROWS = 256;
  private static final int MOST_RANGES = 24;
  private static final int MOST_OPEN = 20;

  private SourceSection() {}

  /** One lane per tile that sends, in the order of the tiles. */
  static List<Lane> lanes(SlotsView view) {
    List<Tile> tiles = view.problem().network().tiles();
    List<List<Bar>> bars = new ArrayList<>();
    tiles.forEach(t -> bars.add(new ArrayList<>()));
    List<Edge> edges = view.problem().network().links().edges();
    for (int s = 0; s < view.sent().size(); s++) {
      Sent sent = view.sent().get(s);
      for (int source : sent.message().sources()) {
        long begin = Long.MAX_VALUE;
        long slots = 0;
        for (int i = 0; i < sent.transmission().edges().size(); i++) {
          if (edges.get(sent.transmission().edges().get(i)).from() == tiles.get(source).source()
              && sent.walk().edgeOffsets()[i] < begin) {
            begin = sent.walk().edgeOffsets()[i];
            slots = sent.walk().edgeDurations()[i];
          }
        }
        if (begin < Long.MAX_VALUE) {
          view.repetition().spread(sent.message(), sent.start() + begin, slots, view.groups().of(sent.message()), s,
              bars.get(source));
        }
      }
    }
    List<Lane> lanes = new ArrayList<>();
    for (int t = 0; t < tiles.size(); t++) {
      if (!bars.get(t).isEmpty()) {
        lanes.add(new Lane(lanes.size(), tiles.get(t).name(), "source", bars.get(t)));
      }
    }
    return lanes;
  }

  static void write(Html html, SlotsView view) {
    List<Lane> lanes = lanes(view);
    List<Lane> shown = lanes.subList(0, Math.min(MOST_ROWS, lanes.size()));
    html.element("p",
        Numbers.count(lanes.size(), "tile sends", "tiles send") + ". Darker is busier; at the right the share of the slots in"
            + " which a tile injects." + (shown.size() < lanes.size() ? " The first " + shown.size() + " are drawn." : ""),
        "class", "muted");
    new HeatStrip("sources", new TimeAxis(view.span(), "slots")).write(html, shown,
        lane -> Numbers.percent(lane.busy(), view.span()));
    boolean folded = lanes.size() > MOST_OPEN;
    if (folded) {
      html.open("details").element("summary", "Injection ranges of all " + Numbers.grouped(lanes.size()) + " sources");
    }
    Table table =
        new Table(html, "source", "#messages", "#slots", "#last slot", "first to last slot of each injection (message)");
    for (Lane lane : lanes) {
      table.row().cell(lane.name()).cell(Numbers.grouped(lane.bars().size())).cell(Numbers.grouped(lane.busy()));
      table.cell(Numbers.grouped(lane.bars().stream().mapToLong(Bar::end).max().orElse(1) - 1)).words(ranges(view, lane))
          .endRow();
    }
    table.end();
    if (folded) {
      html.close();
    }
  }

  private static String ranges(SlotsView view, Lane lane) {
    List<String> ranges = lane.bars().stream().limit(MOST_RANGES).map(b -> {
      Message message = view.sent().get(b.id()).message();
      return b.start() + "–" + (b.end() - 1) + " (" + message.name() + ")";
    }).toList();
    int more = lane.bars().size() - ranges.size();
    return String.join(", ", ranges) + (more > 0 ? " and " + Numbers.grouped(more) + " more" : "");
  }
}
