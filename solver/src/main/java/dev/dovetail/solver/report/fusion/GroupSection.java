package dev.dovetail.solver.report.fusion;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.SubGroup;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.intracore.polar.TileCost;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.List;
import java.util.Locale;

/** The tables of the plan: what each sub-group computes and moves, then the tiles of each layer. */
final class GroupSection {
  private static final int MOST_OPEN_ROWS = 40;
  private static final int NAMED = 3;

  private GroupSection() {}

  static void write(Html html, PlanView plan) {
    html.element("p",
        "A layer group exchanges activations with others through DRAM. A sub-group computes its layers tile by tile in turn; what"
            + " it hands to a later sub-group of its group stays in the buffer. Tiles are samples, channels, rows, columns.",
        "class", "muted");
    Table table =
        new Table(html, "group", "layers", "#tiles", "tile of the last layer", "#compute cycles", "#of all", "#weights in",
            "#inputs in", "#outputs out", "#tile energy", "#cycles from to", "when");
    List<SubGroup> groups = plan.expanded().subGroups();
    for (int g = 0; g < groups.size(); g++) {
      row(table, plan, groups, g);
    }
    table.end();
    layers(html, plan);
  }

  private static void row(Table table, PlanView plan, List<SubGroup> groups, int index) {
    SubGroup g = groups.get(index);
    long cycles = 0;
    long energy = 0;
    for (TileCost cost : g.costs()) {
      cycles += g.tiles() * cost.cycles();
      energy += g.tiles() * cost.femtojoules();
    }
    table.row().shortCell(name(groups, index), "layer group, and sub-group in it");
    table.words(Numbers.count(g.layers().size(), "layer", "layers") + ": " + plan.names(g.layers(), NAMED));
    table.cell(Numbers.grouped(g.tiles())).cell(text(g.shapes().get(g.shapes().size() - 1)));
    table.cell(Numbers.grouped(cycles)).cell(Numbers.percent(cycles, plan.expanded().computeCycles()));
    PlanView.Traffic traffic = plan.traffic(index);
    bytes(table, traffic.weights());
    bytes(table, traffic.inputs());
    bytes(table, traffic.outputs());
    table.cell(Numbers.energy(energy), Numbers.grouped(energy) + " fJ");
    long from = plan.start(g);
    long to = plan.end(index);
    table.cell(Numbers.grouped(from) + " – " + Numbers.grouped(to));
    double horizon = plan.streams().horizon();
    table.bar(from / horizon, to / horizon, "bar-plain", Numbers.grouped(from) + " to " + Numbers.grouped(to)).endRow();
  }

  /** Number of the layer group, and of the sub-group in it where there are several. */
  private static String name(List<SubGroup> groups, int index) {
    int group = groups.get(index).group();
    long inside = groups.stream().filter(g -> g.group() == group).count();
    long before = groups.subList(0, index).stream().filter(g -> g.group() == group).count();
    return (group + 1) + (inside == 1 ? "" : "." + (before + 1));
  }

  private static void layers(Html html, PlanView plan) {
    int count = plan.problem().network().layers().size();
    html.element("h3", "Layers");
    boolean folded = count > MOST_OPEN_ROWS;
    if (folded) {
      html.open("details").element("summary", "All " + Numbers.grouped(count) + " layers in their order");
    }
    Table table =
        new Table(html, "layer", "kind", "group", "#tiles", "tile", "#cycles of a tile", "#cycles", "#energy", "#weights");
    List<SubGroup> groups = plan.expanded().subGroups();
    for (int g = 0; g < groups.size(); g++) {
      for (int i = 0; i < groups.get(g).layers().size(); i++) {
        layer(table, plan, groups, g, i);
      }
    }
    table.end();
    if (folded) {
      html.close();
    }
  }

  private static void layer(Table table, PlanView plan, List<SubGroup> groups, int g, int i) {
    SubGroup group = groups.get(g);
    FusionLayer layer = plan.problem().network().layers().get(group.layers().get(i));
    TileCost cost = group.costs().get(i);
    table.row().markedCell(layer.name(), "k" + Math.floorMod(layer.id(), 8), layer.name() + ", id " + layer.id());
    table.cell(layer.kind().name().toLowerCase(Locale.ROOT)).shortCell(name(groups, g), "layer group, and sub-group in it")
        .cell(Numbers.grouped(group.tiles()));
    table.cell(text(group.shapes().get(i))).cell(Numbers.grouped(cost.cycles()))
        .cell(Numbers.grouped(group.tiles() * cost.cycles()));
    table.cell(Numbers.energy(group.tiles() * cost.femtojoules()));
    bytes(table, layer.weightBytes());
    table.endRow();
  }

  private static String text(TileShape shape) {
    return shape.samples() + " x " + shape.channels() + " x " + shape.height() + " x " + shape.width();
  }

  private static void bytes(Table table, long value) {
    table.cell(value == 0 ? "–" : Numbers.bytes(value), Numbers.grouped(value) + " B");
  }
}
