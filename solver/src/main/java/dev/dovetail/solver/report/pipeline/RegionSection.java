package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import java.util.List;

/** Which chiplets each cluster has: one map of the module for each segment, with its clusters named below. */
final class RegionSection {
  private static final int MOST_OPEN = 24;

  private RegionSection() {}

  static void write(Html html, PlanView plan) {
    MultiChipModule module = plan.problem().module();
    ChipletMesh mesh = module.mesh();
    html.element("p",
        "Segments run one after another, each on the whole module. A letter and its colour are a cluster of the segment; chiplets without a"
            + " letter are idle. "
            + (mesh == null
                ? "The problem has no mesh: chiplets are drawn row by row, by their numbers."
                : "Chiplets stand where they are on the mesh."),
        "class", "muted");
    if (!module.isUniform()) {
      types(html, module);
    }
    ChipletMap map = new ChipletMap(html, module);
    html.open("div", "class", "maps", "style", "--map:" + map.width() + "px");
    for (SegmentView s : plan.segments()) {
      if (s.index() == MOST_OPEN) {
        html.closeLine().open("details").element("summary", "The other " + (plan.segments().size() - MOST_OPEN) + " segments");
        html.open("div", "class", "maps", "style", "--map:" + map.width() + "px");
      }
      figure(html, plan, map, s);
    }
    html.closeLine();
    if (plan.segments().size() > MOST_OPEN) {
      html.closeLine();
    }
  }

  private static void types(Html html, MultiChipModule module) {
    html.open("p", "class", "legend").text("Marks of the chiplet types:");
    for (int t = 0; t < module.types().size(); t++) {
      ChipletType type = module.types().get(t);
      html.open("span", "class", "item").open("svg", "class", "map typemark", "viewBox", "0 0 14 14", "role", "img", "aria-label",
          "mark of " + type.name());
      ChipletMap.mark(html, t, 7, 7);
      html.close()
          .text(" " + type.name() + " (" + Numbers.grouped(type.count()) + " of " + Numbers.grouped(type.outputLanes()) + " x "
              + Numbers.grouped(type.inputLanes()) + " MACs)")
          .close();
    }
    html.closeLine();
  }

  private static void figure(Html html, PlanView plan, ChipletMap map, SegmentView s) {
    html.open("figure", "class", "segment", "id", "segment-" + (s.index() + 1));
    html.open("figcaption").element("b", "Segment " + (s.index() + 1))
        .text(": " + Numbers.count(s.layers(), "layer", "layers") + ", "
            + Numbers.count(s.stages().size(), "cluster", "clusters") + ", stage " + Numbers.grouped(s.stage()) + " cycles, "
            + Numbers.percent(s.end() - s.loadStart(), plan.end()) + " of the time")
        .close();
    map.write(s);
    int idle = plan.problem().module().size() - s.used();
    html.open("ul", "class", "clusters");
    for (StageView c : s.stages()) {
      List<Integer> layers = c.cluster().layers();
      String names = PlanWords.names(plan.name(c.cluster().first()), plan.name(c.cluster().last()));
      html.open("li", "title", c.letter() + ": " + names(plan, layers));
      html.element("span", c.letter(), "class", "chip " + ChipletMap.colour(c.index()));
      html.open("span", "class", "what").text(PlanWords.ranges(layers, "–") + ": " + names).close();
      html.element("span", Numbers.grouped(c.chiplets()), "class", "count").close();
    }
    if (idle > 0) {
      html.open("li").element("span", "", "class", "chip idle").element("span", "idle", "class", "what")
          .element("span", Numbers.grouped(idle), "class", "count").close();
    }
    html.close().closeLine();
  }

  private static String names(PlanView plan, List<Integer> layers) {
    return String.join(", ", layers.stream().map(plan::name).toList());
  }
}
