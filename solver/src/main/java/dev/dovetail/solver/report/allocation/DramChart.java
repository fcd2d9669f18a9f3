package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.links.Channel;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;

/** Bytes per cycle to and from DRAM over time, stacked by what they are, below what its ports can carry. */
final class DramChart {
  private static final int COLUMNS = 240;
  private static final int HEIGHT = 120;

  private DramChart() {}

  /** Writes the chart; nothing if nothing travels to or from DRAM. */
  static void write(Html html, ScheduleView view, TimeAxis axis) {
    double[][] bytes = new double[Traffic.values().length][COLUMNS];
    double width = (double) view.horizon() / COLUMNS;
    long all = 0;
    for (Schedule.Transfer t : view.schedule().transfers()) {
      if (t.kind() != Schedule.Transfer.Kind.MOVE && t.start() >= 0 && t.end() > t.start()) {
        spread(t, width, bytes[view.traffic(t).ordinal()]);
        all += t.bytes();
      }
    }
    if (all == 0) {
      return;
    }
    double most = 0;
    for (int c = 0; c < COLUMNS; c++) {
      double sum = 0;
      for (double[] row : bytes) {
        sum += row[c];
      }
      most = Math.max(most, sum / width);
    }
    double capacity = view.accelerator().channels().stream().filter(c -> c.kind() == Channel.Kind.DRAM_PORT)
        .mapToDouble(c -> (double) c.bandwidth().bytes() / c.bandwidth().cycles()).sum();
    double top = Math.max(most, capacity) * 1.05;
    html.element("h3", "DRAM bandwidth");
    Legend legend = new Legend(html);
    for (Traffic t : Traffic.values()) {
      if (t != Traffic.MOVE) {
        legend.item("t" + t.ordinal(), t.label());
      }
    }
    if (capacity > 0) {
      legend.item("line", "what all DRAM ports carry together: " + Numbers.coordinate(capacity) + " B per cycle");
    }
    legend.end();
    axis.write(html);
    html.open("div", "class", "chart").open("div", "class", "labels")
        .element("div", Numbers.coordinate(most) + " B/cycle", "title", "the most in any of " + COLUMNS + " parts of the time")
        .element("div", "at most").close();
    html.open("div", "class", "plot", "style", "height:" + HEIGHT + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + HEIGHT, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "DRAM bandwidth over time");
    axis.grid(html, HEIGHT);
    double[] floor = new double[COLUMNS];
    for (Traffic t : Traffic.values()) {
      StringBuilder d = new StringBuilder();
      double step = (double) TimeAxis.WIDTH / COLUMNS;
      for (int c = 0; c < COLUMNS; c++) {
        double height = bytes[t.ordinal()][c] / width / top * HEIGHT;
        if (height > 0) {
          d.append('M').append(Numbers.coordinate(c * step)).append(' ').append(Numbers.coordinate(HEIGHT - floor[c] - height))
              .append('h').append(Numbers.coordinate(step)).append('v').append(Numbers.coordinate(height)).append("h-")
              .append(Numbers.coordinate(step)).append('z');
          floor[c] += height;
        }
      }
      if (!d.isEmpty()) {
        html.empty("path", "class", "t" + t.ordinal(), "d", d.toString());
      }
    }
    if (capacity > 0) {
      html.empty("path", "class", "capacity-line", "d",
          "M0 " + Numbers.coordinate(HEIGHT - capacity / top * HEIGHT) + "h" + TimeAxis.WIDTH);
    }
    html.close().close().open("div", "class", "values").close().closeLine();
  }

  private static void spread(Schedule.Transfer t, double width, double[] row) {
    double rate = (double) t.bytes() / (t.end() - t.start());
    int first = (int) Math.min(COLUMNS - 1, t.start() / width);
    int last = (int) Math.min(COLUMNS - 1, (t.end() - 1) / width);
    for (int c = first; c <= last; c++) {
      row[c] += rate * Math.max(0, Math.min(t.end(), (c + 1) * width) - Math.max(t.start(), c * width));
    }
  }
}
