package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.List;
import java.util.Optional;

/** Where the load is: the map of the links, and the same as a table. */
final class LinkSection {
  private static final int OPEN = 12;
  private static final int MOST_ROWS = 2_000;

  private LinkSection() {}

  static void write(Html html, SlotsView view) {
    Optional<CriticalLink> critical = CriticalLink.of(view);
    Optional<MapLayout> layout = MapLayout.of(view.problem().network());
    if (layout.isPresent()) {
      LinkMap.legend(html, view);
      boolean ports = view.links().stream().anyMatch(LinkUse::isPort);
      html.element("p", "Each direction of a link is an arrow of its own."
          + (ports ? " In a tile, the bar at the left is its inject port, the one at the right its eject port." : "")
          + " Point at anything for its numbers; the table below has them all.", "class", "muted");
      html.open("div", "class", "beside");
      LinkMap.write(html, view, layout.get(), critical.map(CriticalLink::link).orElse(null));
      html.open("div");
    } else {
      html.element("p", "This network has no positions and too many places to be drawn.", "class", "muted");
    }
    List<LinkUse> all = view.busiest(MOST_ROWS);
    html.element("h3", "The busiest links and ports");
    table(html, view, all.subList(0, Math.min(OPEN, all.size())), false);
    if (layout.isPresent()) {
      html.close().closeLine();
    }
    if (all.size() > OPEN) {
      html.open("details").element("summary", "All " + Numbers.grouped(all.size()) + " that are used");
      table(html, view, all, true);
      html.close();
    }
    long idle = view.links().stream().filter(l -> l.busy() == 0).count();
    if (idle > 0) {
      html.element("p", Numbers.count(idle, "link or port is", "links and ports are") + " idle throughout.", "class", "muted");
    }
  }

  private static void table(Html html, SlotsView view, List<LinkUse> links, boolean detailed) {
    String[] columns = detailed
        ? new String[] {"link", "what", "#busy slots", "#share", "busy share", "#messages", "#first slot", "#last slot"}
        : new String[] {"link", "#busy slots", "#share", "#messages"};
    Table table = new Table(html, columns);
    for (LinkUse link : links) {
      String messages = Numbers.grouped(link.bars().stream().mapToInt(Bar::id).distinct().count());
      table.row().markedCell(link.about().name(), LinkMap.shade(view, link),
          SlotsView.kind(link) + " " + link.about().name());
      if (detailed) {
        table.cell(SlotsView.kind(link)).cell(Numbers.grouped(link.busy())).cell(view.share(link));
        table.bar(0, view.load(link), LinkMap.shade(view, link), view.share(link)).cell(messages);
        table.cell(Numbers.grouped(link.bars().get(0).start()));
        table.cell(Numbers.grouped(link.bars().stream().mapToLong(Bar::end).max().orElse(1) - 1)).endRow();
      } else {
        table.cell(Numbers.grouped(link.busy())).cell(view.share(link)).cell(messages).endRow();
      }
    }
    table.end();
  }
}
