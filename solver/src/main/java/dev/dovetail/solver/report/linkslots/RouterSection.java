package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTables;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How much each router must store: rows of its table, one for each message on each input. */
final class RouterSection {
  private static final int MOST_ROWS = 12;
  private static final int SHADES = LinkMap.SHADES;

  /** What a router stores. */
  record Router(int node, String name, int rows, int inputs) {}

  private RouterSection() {}

  /** All routers, in the order of the network; those without rows too. */
  static List<Router> routers(SlotsView view) {
    TreeMap<Integer, Integer> rows = new TreeMap<>();
    TreeMap<Integer, Set<Integer>> inputs = new TreeMap<>();
    view.problem().network().tiles().forEach(t -> rows.put(t.router(), 0));
    SlotTable.Tables loaded = view.table().tables();
    SlotTable.Tables tables =
        loaded != null ? loaded : SlotTables.of(view.problem(), view.table().transmissions());
    for (SlotTable.RouterRow row : tables.routers()) {
      rows.merge(row.node(), 1, Integer::sum);
      inputs.computeIfAbsent(row.node(), n -> new TreeSet<>()).add(row.input());
    }
    List<Router> routers = new ArrayList<>();
    rows.forEach((node, count) -> routers
        .add(new Router(node, name(view, node), count, inputs.getOrDefault(node, Set.of()).size())));
    return routers;
  }

  private static String name(SlotsView view, int node) {
    return view.problem().network().tiles().stream().filter(t -> t.router() == node).map(Tile::name).findFirst()
        .orElse(view.problem().network().links().nodes().get(node).name());
  }

  static void write(Html html, SlotsView view, List<Router> routers) {
    int total = routers.stream().mapToInt(Router::rows).sum();
    Router most = routers.stream().max(Comparator.comparingInt(Router::rows)).orElseThrow();
    html.element("p",
        "A row says for one input and a range of slots to which outputs the flits go. In all "
            + Numbers.count(total, "row", "rows")
            + ", at most " + Numbers.grouped(most.rows()) + " in one router (" + most.name() + "). Darker has more.");
    html.open("div", "class", "routers", "style", "--columns:" + columns(view, routers.size()));
    for (Router r : routers) {
      int shade = most.rows() == 0 ? 0 : (int) Math.ceil((double) r.rows() * SHADES / most.rows());
      html.open("div", "class", "h" + shade, "title",
          "router " + r.name() + ": " + Numbers.count(r.rows(), "row", "rows") + ", "
              + Numbers.count(r.inputs(), "input", "inputs"));
      html.element("b", r.name()).element("span", Numbers.grouped(r.rows())).close();
    }
    html.closeLine();
    html.open("details").element("summary", "The routers with the most rows");
    Table table = new Table(html, "router", "#rows", "#inputs used", "share of the most");
    routers.stream().sorted(Comparator.comparingInt(r -> -r.rows())).limit(MOST_ROWS).forEach(r -> {
      table.row().cell(r.name()).cell(Numbers.grouped(r.rows())).cell(Numbers.grouped(r.inputs()));
      table.bar(0, (double) r.rows() / Math.max(1, most.rows()), "bar-plain", Numbers.grouped(r.rows())).endRow();
    });
    table.end();
    html.close();
  }

  private static int columns(SlotsView view, int routers) {
    return view.problem().network().isMesh() ? view.problem().network().columns() : Math.min(16, routers);
  }
}
