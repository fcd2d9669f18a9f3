package dev.dovetail.solver.report;

import dev.dovetail.solver.report.Runs.Run;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Lanes of coloured rectangles over time: the static picture, with the places where the script draws the zoomed one.
 *
 * <p>Rectangles too narrow to be seen are drawn together, see {@link Runs}. Names stand in the picture only where they fit, as text
 * that its box cuts off, so that labels never overlap.
 *
 * @param name of the chart, by which the script finds its data
 * @param axis shared time axis
 * @param laneHeight in pixels
 * @param colours prefix of the style class of a category's colour
 * @param colourCount number of colours
 * @param colourOf colour of a category, below {@code colourCount}
 */
public record LaneChart(
    String name, TimeAxis axis, int laneHeight, String colours, int colourCount, IntUnaryOperator colourOf) {
  private static final double LETTER = 6.2;
  private static final int LEAST_TAIL = 5;
  private static final int MOST_LINKED = 6_000;

  /** Categories share the colours in turn. */
  public LaneChart(String name, TimeAxis axis, int laneHeight, String colours, int colourCount) {
    this(name, axis, laneHeight, colours, colourCount, c -> c % colourCount);
  }

  /**
   * Writes the chart.
   *
   * @param lanes what to draw, top to bottom
   * @param value text at the right of a lane
   * @param categoryName name of a category, for hover texts and for names in the picture
   * @param link anchor that a category's rectangles lead to; null for none
   */
  public void write(
      Html html,
      List<Lane> lanes,
      Function<Lane, String> value,
      IntFunction<String> categoryName,
      @org.jspecify.annotations.Nullable IntFunction<String> link) {
    axis.write(html);
    String height = "height:" + laneHeight + "px";
    html.open("div", "class", "chart", "data-chart", name, "data-height", Integer.toString(laneHeight), "data-lanes",
        indices(lanes));
    html.open("div", "class", "labels");
    for (Lane lane : lanes) {
      html.element("div", lane.name(), "style", height + font(), "title", lane.name() + ": " + lane.detail());
    }
    html.closeLine();
    int total = laneHeight * lanes.size();
    List<List<Run>> runs = lanes.stream().map(l -> Runs.of(l, axis.horizon(), TimeAxis.WIDTH)).toList();
    html.open("div", "class", "plot", "style", "height:" + total + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + total, "preserveAspectRatio", "none", "role", "img", "aria-label",
        "Timeline of " + name);
    axis.grid(html, total);
    boolean linked = link != null && runs.stream().mapToInt(List::size).sum() <= MOST_LINKED;
    for (int i = 0; i < lanes.size(); i++) {
      if (linked && link != null) {
        rectangles(html, runs.get(i), i, categoryName, link);
      } else {
        paths(html, runs.get(i), i);
      }
    }
    html.close();
    if (link != null && laneHeight >= 14) {
      for (int i = 0; i < lanes.size(); i++) {
        names(html, runs.get(i), i, categoryName);
      }
    }
    html.close().open("div", "class", "values");
    for (Lane lane : lanes) {
      html.element("div", value.apply(lane), "style", height + font());
    }
    html.close().closeLine();
  }

  private String font() {
    return laneHeight < 14 ? ";font-size:" + (laneHeight - 2) + "px" : "";
  }

  static String indices(List<Lane> lanes) {
    return String.join(",", lanes.stream().map(l -> Integer.toString(l.index())).toList());
  }

  private double width(Run run) {
    return Math.max(0.4, axis.x(run.end()) - axis.x(run.start()));
  }

  private void rectangles(Html html, List<Run> runs, int lane, IntFunction<String> categoryName, IntFunction<String> link) {
    for (Run run : runs) {
      html.open("a", "href", "#" + link.apply(run.category()));
      html.open("rect", "class", colours + colourOf.applyAsInt(run.category()), "x", Numbers.coordinate(axis.x(run.start())), "y",
          Integer.toString(lane * laneHeight + 1), "width", Numbers.coordinate(width(run)), "height",
          Integer.toString(laneHeight - 2));
      String tasks = run.count() == 1 ? "" : " (" + run.count() + " together)";
      html.element("title",
          categoryName.apply(run.category()) + tasks + ", " + Numbers.grouped(run.start()) + " to " + Numbers.grouped(run.end()));
      html.close().close();
    }
  }

  private void paths(Html html, List<Run> runs, int lane) {
    int y = lane * laneHeight + 1;
    for (int colour = 0; colour < colourCount; colour++) {
      StringBuilder d = new StringBuilder();
      for (Run run : runs) {
        if (colourOf.applyAsInt(run.category()) == colour) {
          String w = Numbers.coordinate(width(run));
          d.append('M').append(Numbers.coordinate(axis.x(run.start()))).append(' ').append(y).append('h').append(w);
          d.append('v').append(laneHeight - 2).append("h-").append(w).append('z');
        }
      }
      if (!d.isEmpty()) {
        html.empty("path", "class", colours + colour, "d", d.toString());
      }
    }
  }

  private void names(Html html, List<Run> runs, int lane, IntFunction<String> categoryName) {
    for (Run run : runs) {
      String name = fitting(categoryName.apply(run.category()), width(run));
      if (!name.isEmpty()) {
        html.element("span", name, "class", "name", "style",
            "left:" + percent(axis.x(run.start())) + ";width:" + percent(width(run)) + ";top:" + lane * laneHeight
                + "px;line-height:"
                + laneHeight + "px");
      }
    }
  }

  /** A name that fits; of a longer one the end, which tells layers apart better than the beginning; empty if that says too little. */
  private static String fitting(String name, double width) {
    int letters = (int) ((width - 6) / LETTER);
    return name.length() <= letters ? name : letters <= LEAST_TAIL ? "" : "…" + name.substring(name.length() - letters + 1);
  }

  private static String percent(double x) {
    return Math.round(x * 10_000 / TimeAxis.WIDTH) / 100.0 + "%";
  }
}
