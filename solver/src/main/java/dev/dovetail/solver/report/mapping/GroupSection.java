package dev.dovetail.solver.report.mapping;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.mapping.GroupView.Handover;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fusion groups: a band of its layers for each, and between the bands what goes through DRAM. */
final class GroupSection {
  private static final int MOST_BANDS = 60;
  private static final int MOST_TENSORS = 6;
  private static final int MOST_ROWS = 200;

  private final Html html;
  private final GroupView view;
  private final int colours;

  private GroupSection(Html html, GroupView view, int colours) {
    this.html = html;
    this.view = view;
    this.colours = colours;
  }

  static void write(Html html, GroupView view, int colours) {
    new GroupSection(html, view, colours).write();
  }

  private void write() {
    int groups = view.groups().size();
    html.element("p", (groups == 1
        ? "All layers are in one group: every feature may stay on chip from the layer that makes it to those that read it."
        : "Features stay on chip inside of a group. What crosses a border is stored to DRAM and loaded again.")
        + " The next layer reads what one makes: →, others do too: ⇉, only later ones do: ↷.", "class", "muted");
    html.open("div", "class", "bands");
    for (int g = 0; g < Math.min(MOST_BANDS, groups); g++) {
      band(g);
      crossing(g);
    }
    html.closeLine();
    if (groups > MOST_BANDS) {
      html.element("p", "The first " + MOST_BANDS + " of " + Numbers.grouped(groups) + " groups are drawn; the table holds more.",
          "class",
          "muted");
    }
    table();
  }

  private void band(int g) {
    List<Integer> layers = view.layersOf(g);
    String colour = groupColour(g);
    html.open("div", "class", "band " + colour + "-edge");
    html.open("div", "class", "band-name").element("b", view.groups().get(g).name())
        .element("span",
            Numbers.count(layers.size(), "layer", "layers") + ", " + Numbers.percent(view.macs(g), Math.max(1, view.macs()))
                + " of the work",
            "class", "muted")
        .close();
    html.open("div", "class", "chips");
    Map<Integer, List<String>> to = new LinkedHashMap<>();
    Set<Long> pairs = new HashSet<>();
    for (Handover h : view.inside(g)) {
      pairs.add(pair(h.producer(), h.consumer()));
      to.computeIfAbsent(h.producer(), k -> new ArrayList<>()).add(
          view.layer(h.consumer()).name() + " (" + Numbers.bytes(view.bytes(h.tensor())) + ")");
    }
    for (int i = 0; i < layers.size(); i++) {
      int l = layers.get(i);
      String name = view.layer(l).name();
      List<String> readers = to.getOrDefault(l, List.of());
      String title = name + (readers.isEmpty() ? "" : " hands over on chip to " + String.join(", ", readers));
      String chip = view.groups().size() > 1 ? colour : "k" + l % colours;
      html.element("a", name, "class", "chip " + chip, "href", "#layer-" + l, "title", title);
      if (!readers.isEmpty()) {
        boolean next = i + 1 < layers.size() && pairs.contains(pair(l, layers.get(i + 1)));
        html.element("span", next ? readers.size() == 1 ? "→" : "⇉" : "↷", "class", "arrow", "title", title);
      }
    }
    html.close().closeLine();
  }

  private static long pair(int producer, int consumer) {
    return ((long) producer << Integer.SIZE) + consumer;
  }

  private String groupColour(int g) {
    return "k" + g % colours;
  }

  /** What leaves a group, each feature once. */
  private void crossing(int g) {
    Map<String, Set<String>> readers = new LinkedHashMap<>();
    for (Handover h : view.leaving(g)) {
      readers.computeIfAbsent(h.tensor(), k -> new LinkedHashSet<>())
          .add(view.groups().get(view.groupOf().get(h.consumer())).name());
    }
    if (readers.isEmpty()) {
      return;
    }
    html.open("div", "class", "crossing");
    int shown = 0;
    for (Map.Entry<String, Set<String>> e : readers.entrySet()) {
      if (shown++ < MOST_TENSORS) {
        html.open("div").element("span", "↓ DRAM ", "class", "muted").element("b", e.getKey())
            .text(" " + Numbers.bytes(view.storedBytes(e.getKey())) + " stored, " + Numbers.bytes(view.loadedBytes(e.getKey()))
                + " loaded by " + String.join(", ", e.getValue()))
            .close();
      }
    }
    if (readers.size() > MOST_TENSORS) {
      html.element("div", Numbers.grouped(readers.size() - MOST_TENSORS) + " more features", "class", "muted");
    }
    html.closeLine();
  }

  private void table() {
    Table table =
        new Table(html, "group", "#layers", "#tiles", "#MACs", "#features inside", "#their bytes", "#crossing features",
            "#DRAM bytes of these", "#cycles from to");
    for (int g = 0; g < Math.min(MOST_ROWS, view.groups().size()); g++) {
      Set<String> on = new LinkedHashSet<>();
      view.inside(g).forEach(h -> on.add(h.tensor()));
      Set<String> out = new LinkedHashSet<>();
      view.leaving(g).forEach(h -> out.add(h.tensor()));
      long traffic = out.stream().mapToLong(t -> view.storedBytes(t) + view.loadedBytes(t)).sum();
      table.row().markedCell(view.groups().get(g).name(), groupColour(g), String.join(", ", view.groups().get(g).layers()))
          .cell(Numbers.grouped(view.layersOf(g).size())).cell(Numbers.grouped(view.tiles(g))).cell(Numbers.grouped(view.macs(g)))
          .cell(Numbers.grouped(on.size())).cell(Numbers.bytes(on.stream().mapToLong(view::bytes).sum()))
          .cell(Numbers.grouped(out.size())).cell(Numbers.bytes(traffic), Numbers.grouped(traffic) + " B")
          .cell(Numbers.grouped(view.first(g)) + " – " + Numbers.grouped(view.last(g))).endRow();
    }
    table.end();
  }
}
