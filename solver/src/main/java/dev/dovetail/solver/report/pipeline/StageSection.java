package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;

/** What each cluster does within a stage time: its layers one after another, and what is left. */
final class StageSection {
  private static final int ROW = 22;
  private static final int MOST_OPEN = 12;

  private final Html html;
  private final PlanView plan;
  private final boolean summed;

  private StageSection(Html html, PlanView plan) {
    this.html = html;
    this.plan = plan;
    this.summed = plan.problem().switches().overlap() == Overlap.SUM;
  }

  static void write(Html html, PlanView plan) {
    new StageSection(html, plan).write();
  }

  private void write() {
    html.element("p",
        "A sample enters every cluster once per stage time, which is that of the slowest of them or of the DRAM: the bottleneck. The layers of a"
            + " cluster run one after another; what is left to the dashed line is slack.",
        "class", "muted");
    Legend legend = new Legend(html);
    legend.item("compute", summed ? "computing" : "layer limited by computing").item("transfer", summed
        ? "receiving"
        : "layer limited by the bytes it receives");
    if (plan.segments().stream().flatMap(s -> s.stages().stream()).anyMatch(c -> c.time() > c.busy())) {
      legend.item("waits", "waiting for weights from DRAM");
    }
    legend.item("dram", "DRAM: input and output of the segment").item("line", "stage time").end();
    for (SegmentView s : plan.segments()) {
      if (s.index() == MOST_OPEN) {
        html.open("details").element("summary", "The other " + (plan.segments().size() - MOST_OPEN) + " segments");
      }
      segment(s);
    }
    if (plan.segments().size() > MOST_OPEN) {
      html.closeLine();
    }
  }

  private void segment(SegmentView s) {
    html.element("h3",
        "Segment " + (s.index() + 1) + ": stage " + Numbers.grouped(s.stage()) + " cycles, set by " + s.bottleneck());
    // The line must not lie on the edge.
    TimeAxis axis = new TimeAxis(Math.max(1, s.stage() + s.stage() / 40));
    html.open("div", "class", "stages");
    axis.write(html);
    int rows = s.stages().size() + 1;
    html.open("div", "class", "chart").open("div", "class", "labels");
    for (StageView c : s.stages()) {
      String detail = (c.layers().size() == 1 ? "layer " : "layers ") + PlanWords.ranges(c.cluster().layers(), "–") + ", "
          + Numbers.count(c.chiplets(), "chiplet", "chiplets");
      html.open("div", "style", "height:" + ROW + "px", "title", "cluster " + c.letter() + ": " + detail);
      html.element("span", c.letter(), "class", "chip " + ChipletMap.colour(c.index()));
      html.text(" " + detail).close();
    }
    html.element("div", "DRAM", "style", "height:" + ROW + "px").closeLine();
    html.open("div", "class", "plot", "style", "height:" + rows * ROW + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + rows * ROW, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "Stage times of segment " + (s.index() + 1));
    axis.grid(html, rows * ROW);
    for (int i = 0; i < s.stages().size(); i++) {
      cluster(s, s.stages().get(i), axis, i * ROW);
    }
    bar("dram", axis, 0, s.io(), rows * ROW - ROW,
        "DRAM: " + Numbers.bytes(s.timing().borderBytes()) + " per sample, " + Numbers.grouped(s.io()) + " cycles"
            + slack(s, s.io()));
    html.empty("path", "class", "stageline", "d", "M" + Numbers.coordinate(axis.x(s.stage())) + " 0v" + rows * ROW);
    html.close().close().open("div", "class", "values");
    for (StageView c : s.stages()) {
      value(c.time(), s.isBottleneck(c));
    }
    value(s.io(), s.isDramBound());
    html.close().close().closeLine();
  }

  private void value(long time, boolean bottleneck) {
    html.element("div", (bottleneck ? "◀ " : "") + Numbers.grouped(time), "style", "height:" + ROW + "px", "class",
        bottleneck ? "bottleneck" : "", "title", bottleneck ? "bottleneck: " + Numbers.grouped(time) + " cycles" : "cycles");
  }

  private void cluster(SegmentView s, StageView c, TimeAxis axis, int y) {
    long t = 0;
    for (LayerView l : c.layers()) {
      String about = l.layer().name() + " (" + l.partition().letter() + "): " + Numbers.grouped(l.time()) + " cycles\ncomputes "
          + Numbers.grouped(l.compute()) + ", receives " + Numbers.bytes(l.bytes()) + " in " + Numbers.grouped(l.transfer());
      if (summed) {
        bar("compute", axis, t, t + l.compute(), y, about);
        bar("transfer", axis, t + l.compute(), t + l.time(), y, about);
      } else {
        bar(l.isTransferBound() ? "transfer" : "compute", axis, t, t + l.time(), y, about);
      }
      t += l.time();
    }
    if (c.time() > t) {
      bar("waits", axis, t, c.time(), y, "weights of " + Numbers.bytes(c.weightBytes()) + " arrive from DRAM for every sample in "
          + Numbers.grouped(c.time()) + " cycles");
    }
    if (s.stage() > c.time()) {
      bar("slack", axis, c.time(), s.stage(), y, "cluster " + c.letter() + slack(s, c.time()));
    }
  }

  private static String slack(SegmentView s, long time) {
    return ", slack " + Numbers.grouped(s.stage() - time) + " cycles, " + Numbers.percent(s.stage() - time, s.stage())
        + " of the stage time";
  }

  private void bar(String style, TimeAxis axis, long from, long to, int y, String about) {
    if (to > from) {
      double x = axis.x(from);
      double width = Math.max(0.6, axis.x(to) - x);
      html.open("rect", "class", style + " layer", "x", Numbers.coordinate(x), "y", Integer.toString(y + 3), "width",
          Numbers.coordinate(width), "height", Integer.toString(ROW - 6)).element("title", about).close();
    }
  }
}
