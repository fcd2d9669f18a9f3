package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline.Span;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;
import java.util.ArrayList;
import java.util.List;

/**
 * Both streams over time: the channel above, the compute lane below, between them a line from each load to the tile that needs it, and
 * from each tile to the store of its output; waits are marked in both lanes.
 *
 * <p>The drawing's columns are cycles, so that the script zooms by changing the part that is shown.
 */
final class StreamChart {
  /** Layers share this many colours in turn. */
  static final int COLOURS = 8;

  private static final int LANE = 30;
  private static final int LINKS = 76;
  private static final int HEAD = 6;
  private static final int HEIGHT = 2 * LANE + LINKS;
  private static final double LETTER = 6.2;
  private static final int LEAST_NAMED = 5;
  /** More bars than this are drawn as one path per colour, without hover texts. */
  private static final int MOST_SINGLE = 12_000;

  private final StreamView view;
  private final TimeAxis axis;
  private final boolean single;

  StreamChart(StreamView view) {
    this.view = view;
    this.axis = new TimeAxis(view.horizon());
    this.single = view.problem().tiles().size() + view.problem().tensors().size() <= MOST_SINGLE;
  }

  void write(Html html) {
    List<Span> tiles = view.timeline().tiles();
    axis.write(html);
    new BandChart(view.horizon(), b -> tiles.get(b.first()).start(), b -> tiles.get(b.end() - 1).end()).write(html, view.bands(),
        true);
    html.open("div", "class", "chart streams").open("div", "class", "labels");
    label(html, view.channel().name(), LANE, view.channel().detail());
    label(html, "who waits for whom", LINKS,
        "a line leads from a load to the tile that needs it, and from a tile to the store of its output");
    label(html, view.compute().name(), LANE, view.compute().detail());
    html.closeLine();
    html.open("div", "class", "plot", "style", "height:" + HEIGHT + "px", "data-horizon", Long.toString(view.horizon()));
    html.open("svg", "viewBox", "0 0 " + view.horizon() + " " + HEIGHT, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "DRAM channel and compute lane over time");
    grid(html);
    links(html);
    stalls(html);
    bars(html, view.channel(), 0);
    bars(html, view.compute(), LANE + LINKS);
    html.closeLine();
    heads(html);
    names(html, view.channel(), 0);
    names(html, view.compute(), LANE + LINKS);
    html.close().open("div", "class", "values");
    share(html, view.channel(), LANE);
    html.element("div", "", "style", "height:" + LINKS + "px");
    share(html, view.compute(), LANE);
    html.close().closeLine();
  }

  private static void label(Html html, String text, int height, String title) {
    html.element("div", text, "style", "height:" + height + "px;line-height:" + height + "px", "title", title);
  }

  private void share(Html html, Lane lane, int height) {
    html.element("div", Numbers.percent(lane.busy(), view.horizon()), "style", "height:" + height + "px", "title",
        Numbers.grouped(lane.busy()) + " of " + Numbers.grouped(view.horizon()) + " cycles");
  }

  private void grid(Html html) {
    StringBuilder d = new StringBuilder();
    for (long t : axis.ticks()) {
      d.append('M').append(t).append(" 0V").append(HEIGHT);
    }
    html.empty("path", "class", "grid", "d", d.toString());
  }

  private void stalls(Html html) {
    for (Stall stall : view.stalls()) {
      int top = stall.stream() == Stall.Stream.CHANNEL ? 0 : LANE + LINKS;
      html.open("rect", "class", stall.cause() == Stall.Cause.NOTHING ? "rest" : "stall", "x", Long.toString(stall.start()), "y",
          Integer.toString(top + 1), "width", Long.toString(stall.length()), "height", Integer.toString(LANE - 2));
      html.element("title", stall.words() + " (" + Numbers.grouped(stall.start()) + " to " + Numbers.grouped(stall.end()) + ")")
          .close();
    }
  }

  private void bars(Html html, Lane lane, int top) {
    if (!single) {
      paths(html, lane, top);
      return;
    }
    for (int i = 0; i < lane.bars().size(); i++) {
      Bar bar = lane.bars().get(i);
      html.open("rect", "class", colour(lane, bar) + (i % 2 == 0 ? "" : " odd"), "x", Long.toString(bar.start()), "y",
          Integer.toString(top + 1), "width", Long.toString(bar.length()), "height", Integer.toString(LANE - 2), "data-bar",
          key(lane, bar));
      html.element("title", words(lane, bar)).close();
    }
  }

  private void paths(Html html, Lane lane, int top) {
    for (int c = 0; c < COLOURS; c++) {
      StringBuilder d = new StringBuilder();
      String style = "";
      for (Bar bar : lane.bars()) {
        if (bar.category() % COLOURS == c) {
          style = colour(lane, bar);
          d.append('M').append(bar.start()).append(' ').append(top + 1).append('h').append(bar.length()).append('v')
              .append(LANE - 2).append("h-").append(bar.length()).append('z');
        }
      }
      if (!d.isEmpty()) {
        html.empty("path", "class", style, "d", d.toString());
      }
    }
  }

  private String colour(Lane lane, Bar bar) {
    return lane.index() == 0 ? "t" + bar.category() : "k" + Math.floorMod(bar.category(), COLOURS);
  }

  private static String key(Lane lane, Bar bar) {
    return (lane.index() == 0 ? "x" : "q") + bar.id();
  }

  private String name(Lane lane, Bar bar) {
    return lane.index() == 0 ? view.problem().tensors().get(bar.id()).name() : view.problem().tiles().get(bar.id()).name();
  }

  private String words(Lane lane, Bar bar) {
    String when = Numbers.grouped(bar.start()) + " to " + Numbers.grouped(bar.end()) + " (" + Numbers.grouped(bar.length())
        + " cycles)";
    if (lane.index() == 1) {
      ComputeTile tile = view.problem().tiles().get(bar.id());
      return tile.name() + "\ntile " + bar.id() + "\n" + when + "\nbuffer " + Numbers.bytes(view.bytes(bar.id()));
    }
    DramTensor tensor = view.problem().tensors().get(bar.id());
    String tile = view.problem().tiles().get(tensor.tile()).name();
    String link = tensor instanceof DramTensor.Load
        ? "needed by " + tile + ", " + Numbers.grouped(view.slack(bar.id())) + " cycles early"
        : "made by " + tile + ", leaves " + Numbers.grouped(view.slack(bar.id())) + " cycles later";
    return tensor.name() + "\n" + (tensor instanceof DramTensor.Load ? "load of " : "store of ") + Numbers.bytes(tensor.bytes())
        + "\n" + when + "\n" + link + "\nin the buffer from position " + view.residentFrom(bar.id()) + " until "
        + view.residentUntil(bar.id());
  }

  private void links(Html html) {
    int count = view.problem().tensors().size();
    html.open("g", "class", count > 150 ? "links many" : "links");
    for (int x : view.order()) {
      DramTensor tensor = view.problem().tensors().get(x);
      Span transfer = view.timeline().transfers().get(x);
      Span tile = view.timeline().tiles().get(tensor.tile());
      boolean load = tensor instanceof DramTensor.Load;
      long above = load ? transfer.end() : transfer.start();
      long below = load ? tile.start() : tile.end();
      html.open("path", "class", "link" + view.role(x).ordinal(), "data-link", "x" + x + " q" + tensor.tile(), "d",
          "M" + above + " " + LANE + "C" + above + " " + (LANE + LINKS * 3 / 5) + " " + below + " " + (LANE + LINKS * 2 / 5) + " "
              + below
              + " " + (LANE + LINKS));
      html.element("title", tensor.name() + (load ? ": " + Numbers.grouped(view.slack(x)) + " cycles early" : "")).close();
    }
    html.close();
  }

  /** Arrow heads are elements of the page, because the drawing's columns and rows have different scales. */
  private void heads(Html html) {
    for (int x : view.order()) {
      DramTensor tensor = view.problem().tensors().get(x);
      boolean load = tensor instanceof DramTensor.Load;
      long at = load ? view.timeline().tiles().get(tensor.tile()).start() : view.timeline().transfers().get(x).start();
      html.element("i", "", "class", (load ? "head" : "head up") + " head" + view.role(x).ordinal(), "style",
          "left:" + percent(at) + "%;top:" + (load ? LANE + LINKS - HEAD : LANE) + "px", "data-at", Long.toString(at));
    }
  }

  private void names(Html html, Lane lane, int top) {
    if (!single) {
      return;
    }
    for (Bar bar : lane.bars()) {
      double width = (double) bar.length() * TimeAxis.WIDTH / view.horizon();
      String full = name(lane, bar);
      int letters = (int) ((width - 6) / LETTER);
      String shown = full.length() <= letters
          ? full
          : letters <= LEAST_NAMED ? "" : "…" + full.substring(full.length() - letters + 1);
      List<String> attributes =
          new ArrayList<>(List.of("class", "name" + (lane.index() == 0 ? " on" + bar.category() : ""), "style",
              "left:" + percent(bar.start()) + "%;width:" + percent(bar.length()) + "%;top:" + top + "px;line-height:" + LANE
                  + "px",
              "data-a", Long.toString(bar.start()), "data-z", Long.toString(bar.end()), "data-label", full));
      html.element("span", shown, attributes.toArray(String[]::new));
    }
  }

  private String percent(long cycles) {
    return Double.toString(Math.round((double) cycles * 1e5 / view.horizon()) / 1e3);
  }
}
