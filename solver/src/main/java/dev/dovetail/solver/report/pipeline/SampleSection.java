package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples through the clusters over time: where the pipeline fills, runs full and drains, and the weights before it.
 *
 * <p>A column is one stage time. Many samples are cut in the middle, where all columns look alike.
 */
final class SampleSection {
  private static final int CELL = 34;
  private static final int ROW = 20;
  private static final int LEFT = 34;
  private static final int TOP = 18;
  private static final int BREAK = 30;
  private static final int FULL = 3;
  private static final int MOST_OPEN = 12;

  private final Html html;
  private final PlanView plan;
  private final long samples;

  private SampleSection(Html html, PlanView plan) {
    this.html = html;
    this.plan = plan;
    this.samples = plan.problem().samples();
  }

  static void write(Html html, PlanView plan) {
    new SampleSection(html, plan).write();
  }

  private void write() {
    overview();
    html.element("p",
        "Below, one column is one stage time and the number is that of the sample in a cluster. While the pipeline fills and drains, clusters"
            + " without a number wait. The filled part of a cell is the time that the cluster needs of its stage.",
        "class", "muted");
    for (SegmentView s : plan.segments()) {
      if (s.index() == MOST_OPEN) {
        html.open("details").element("summary", "The other " + (plan.segments().size() - MOST_OPEN) + " segments");
      }
      html.element("h3", heading(s));
      diagram(s);
    }
    if (plan.segments().size() > MOST_OPEN) {
      html.closeLine();
    }
  }

  private String heading(SegmentView s) {
    String time = "cycles " + Numbers.grouped(s.start()) + " to " + Numbers.grouped(s.end());
    return "Segment " + (s.index() + 1) + ": " + Numbers.count(samples, "sample", "samples") + " through "
        + Numbers.count(s.stages().size(), "cluster", "clusters") + ", " + time;
  }

  /** One bar for all the time: loading, filling, full, draining. */
  private void overview() {
    new Legend(html).item("loads", "loading weights").item("fills", "filling").item("full", "all clusters busy")
        .item("drains", "draining")
        .end();
    html.open("div", "class", "run");
    for (SegmentView s : plan.segments()) {
      html.open("div", "class", "part", "style", "flex:" + Math.max(1, s.end() - Math.max(s.loadStart(), before(s))) + " 1 0");
      html.open("div", "class", "phases");
      phase("loads", s.start() - Math.max(s.loadStart(), before(s)), "loading weights", s);
      long drain = Math.max(0, s.running() - samples * s.stage());
      long full = s.running() - s.fill() - drain;
      if (full > 0) {
        phase("fills", s.fill(), "filling", s);
        phase("full", full, "all clusters busy", s);
        phase("drains", drain, "draining", s);
      } else {
        phase("fills", s.running(), "fewer samples than clusters: it never is full", s);
      }
      html.close().element("div", Integer.toString(s.index() + 1), "class", "partname").close();
    }
    html.closeLine();
    html.open("p", "class", "muted")
        .text("Segments 1 to " + plan.segments().size() + " over " + Numbers.grouped(plan.end()) + " cycles.")
        .closeLine();
  }

  private long before(SegmentView s) {
    return s.index() == 0 ? 0 : plan.segments().get(s.index() - 1).end();
  }

  private void phase(String style, long cycles, String what, SegmentView s) {
    if (cycles > 0) {
      html.open("div", "class", style, "style", "flex:" + cycles + " 1 0", "title",
          "segment " + (s.index() + 1) + ", " + what + ": " + Numbers.grouped(cycles) + " cycles, "
              + Numbers.percent(cycles, plan.end()) + " of all")
          .close();
    }
  }

  private void diagram(SegmentView s) {
    long columns = LayerCosts.ceil(s.running(), Math.max(1, s.stage()));
    List<Long> shown = columns(columns, s.depth());
    boolean broken = shown.size() < columns;
    int loads = s.load() > 0 ? CELL * 2 : 0;
    int width = LEFT + loads + shown.size() * CELL + (broken ? BREAK : 0) + 2;
    int height = TOP + s.stages().size() * ROW + 2;
    html.open("div", "class", "scroll");
    html.open("svg", "class", "samples", "viewBox", "0 0 " + width + " " + height, "width", Integer.toString(width), "height",
        Integer.toString(height), "role", "img", "aria-label", "Samples of segment " + (s.index() + 1));
    for (StageView c : s.stages()) {
      int y = TOP + c.index() * ROW;
      html.element("text", c.letter(), "x", Integer.toString(LEFT - 8), "y", Integer.toString(y + 14), "class", "end strong");
    }
    if (loads > 0) {
      html.open("rect", "class", "loads", "x", Integer.toString(LEFT), "y", Integer.toString(TOP), "width",
          Integer.toString(loads - 2),
          "height", Integer.toString(s.stages().size() * ROW - 2));
      html.element("title", "weights of " + Numbers.bytes(s.weightBytes()) + ", " + Numbers.grouped(s.load()) + " cycles")
          .close();
      html.element("text", "weights", "x", Integer.toString(LEFT + loads / 2 - 1), "y",
          Integer.toString(TOP + s.stages().size() * ROW / 2 + 3), "class", "mid dark");
    }
    int x = LEFT + loads;
    long last = -1;
    for (long column : shown) {
      if (column != last + 1) {
        html.element("text", "…", "x", Integer.toString(x + BREAK / 2), "y",
            Integer.toString(TOP + s.stages().size() * ROW / 2 + 4),
            "class", "mid strong");
        x += BREAK;
      }
      phaseName(s, column, columns, x);
      for (StageView c : s.stages()) {
        // The first sample that enters the cluster within this stage time; in lock step it does so at its begin.
        long sample = -Math.floorDiv(c.entry() - column * s.stage(), s.stage());
        long late = sample * s.stage() + c.entry() - column * s.stage();
        cell(s, c, sample, x + (int) (late * CELL / s.stage()), TOP + c.index() * ROW);
      }
      x += CELL;
      last = column;
    }
    html.close().closeLine();
  }

  /** Above the first column of a phase its name, where there is room. */
  private void phaseName(SegmentView s, long column, long columns, int x) {
    String name = s.depth() < 3
        ? ""
        : column == 0
            ? "fill"
            : column == s.depth() - 1 && samples >= s.depth()
                ? "full"
                : column == columns - s.depth() + 1 ? "drain" : "";
    if (!name.isEmpty()) {
      html.element("text", name, "x", Integer.toString(x + 1), "y", Integer.toString(TOP - 5), "class", "small");
    }
  }

  private void cell(SegmentView s, StageView c, long sample, int x, int y) {
    if (sample < 0 || sample >= samples) {
      html.empty("rect", "class", "empty", "x", Integer.toString(x), "y", Integer.toString(y), "width",
          Integer.toString(CELL - 2),
          "height", Integer.toString(ROW - 2));
      return;
    }
    double share = Math.min(1, (double) c.time() / Math.max(1, s.stage()));
    html.empty("rect", "class", "slack", "x", Integer.toString(x), "y", Integer.toString(y), "width", Integer.toString(CELL - 2),
        "height", Integer.toString(ROW - 2));
    html.open("rect", "class", ChipletMap.colour(c.index()), "x", Integer.toString(x), "y", Integer.toString(y), "width",
        Numbers.coordinate((CELL - 2) * share), "height", Integer.toString(ROW - 2));
    long from = s.start() + c.entry() + sample * s.stage();
    String free = c.time() < s.stage() ? ", then free for " + Numbers.grouped(s.stage() - c.time()) : "";
    html.element("title",
        "sample " + Numbers.grouped(sample + 1) + " in cluster " + c.letter() + ": cycles " + Numbers.grouped(from)
            + " to " + Numbers.grouped(from + c.time()) + free)
        .close();
    String number = Long.toString(sample + 1);
    html.element("text", number, "x", Integer.toString(x + CELL / 2 - 1), "y", Integer.toString(y + 13), "class",
        share > 0.45 ? "mid dark" : "mid");
  }

  /** All columns, or the first and the last ones. */
  private static List<Long> columns(long all, int depth) {
    List<Long> shown = new ArrayList<>();
    long ends = depth + FULL - 1L;
    for (long c = 0; c < all; c++) {
      if (all <= 2 * ends + 2 || c < ends || c >= all - ends) {
        shown.add(c);
      } else {
        c = all - ends - 1;
      }
    }
    return shown;
  }
}
