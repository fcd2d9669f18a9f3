package dev.dovetail.solver.report;

import java.util.List;
import java.util.function.Function;

/**
 * One thin row per lane, darker where it is busier: all lanes at a glance, also hundreds.
 *
 * @param name of the chart, by which the script finds its data
 * @param axis shared time axis
 */
public record HeatStrip(String name, TimeAxis axis) {
  private static final int COLUMNS = 240;
  private static final int LEVELS = 8;
  private static final int MOST_LABELLED = 40;

  /** Height of a row in pixels: high enough for its name, if there are few. */
  public static int rowHeight(int rows) {
    return rows <= MOST_LABELLED ? 13 : rows <= 128 ? 5 : 2;
  }

  /** Writes the strip; {@code value} is the text at the right of a row, where rows are high enough for text. */
  public void write(Html html, List<Lane> lanes, Function<Lane, String> value) {
    int h = rowHeight(lanes.size());
    boolean labelled = lanes.size() <= MOST_LABELLED;
    axis.write(html);
    html.open("div", "class", "chart", "data-chart", name, "data-height", Integer.toString(h), "data-lanes",
        LaneChart.indices(lanes));
    html.open("div", "class", "labels small");
    if (labelled) {
      lanes.forEach(l -> html.element("div", l.name(), "style", "height:" + h + "px", "title", l.name() + ": " + l.detail()));
    } else {
      html.element("div", lanes.get(0).name()).element("div", "to", "class", "muted").element("div",
          lanes.get(lanes.size() - 1).name());
    }
    html.closeLine();
    int total = h * lanes.size();
    html.open("div", "class", "plot", "style", "height:" + total + "px");
    html.open("svg", "viewBox", "0 0 " + COLUMNS + " " + lanes.size(), "preserveAspectRatio", "none", "role", "img", "aria-label",
        "Heat strip of " + name);
    StringBuilder[] paths = new StringBuilder[LEVELS + 1];
    for (int row = 0; row < lanes.size(); row++) {
      addRow(paths, row, lanes.get(row).load(COLUMNS, axis.horizon()));
    }
    for (int level = 1; level <= LEVELS; level++) {
      if (paths[level] != null) {
        html.empty("path", "class", "heat", "opacity", Double.toString((double) level / LEVELS), "d", paths[level].toString());
      }
    }
    html.close().close().open("div", "class", "values small");
    if (labelled) {
      lanes.forEach(l -> html.element("div", value.apply(l), "style", "height:" + h + "px"));
    }
    html.close().closeLine();
  }

  private static void addRow(StringBuilder[] paths, int row, double[] load) {
    for (int c = 0; c < COLUMNS;) {
      int level = (int) Math.ceil(load[c] * LEVELS - 1e-9);
      int end = c + 1;
      while (end < COLUMNS && (int) Math.ceil(load[end] * LEVELS - 1e-9) == level) {
        end++;
      }
      if (level > 0) {
        if (paths[level] == null) {
          paths[level] = new StringBuilder();
        }
        paths[level].append('M').append(c).append(' ').append(row + 0.1).append('h').append(end - c).append("v.8h-")
            .append(end - c)
            .append('z');
      }
      c = end;
    }
  }
}
