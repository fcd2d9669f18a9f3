package dev.dovetail.solver.report.allocation;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;
import java.util.List;

/**
 * Bytes alive per core over time: weights below, everything else above, against the capacity.
 *
 * @param axis shared time axis
 */
record MemoryChart(TimeAxis axis) {
  private static final int COLUMNS = 600;
  private static final int LANE = 44;
  private static final int PAD = 4;

  /** Writes the chart of those memories; at least one. */
  void write(Html html, List<Occupancy> memories) {
    axis.write(html);
    html.open("div", "class", "chart", "data-chart", "memory", "data-height", Integer.toString(LANE), "data-lanes",
        String.join(",", memories.stream().map(m -> Integer.toString(m.core())).toList()));
    html.open("div", "class", "labels");
    for (Occupancy m : memories) {
      html.element("div", m.name(), "style", "height:" + LANE + "px", "title",
          m.name() + ": " + Numbers.grouped(m.capacityBytes()) + " B");
    }
    html.closeLine();
    int total = LANE * memories.size();
    html.open("div", "class", "plot", "style", "height:" + total + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + total, "preserveAspectRatio", "none", "role", "img", "aria-label",
        "Memory over time");
    axis.grid(html, total);
    for (int i = 0; i < memories.size(); i++) {
      lane(html, memories.get(i), i * LANE);
    }
    html.close().close().open("div", "class", "values");
    for (Occupancy m : memories) {
      html.open("div", "style", "height:" + LANE + "px", "class", "two", "title",
          "peak " + Numbers.grouped(m.peak()) + " of " + Numbers.grouped(m.capacityBytes()) + " B");
      html.element("span", Numbers.percent(m.peak(), m.capacityBytes())).element("span", Numbers.bytes(m.peak()), "class",
          "muted");
      html.close();
    }
    html.close().closeLine();
  }

  private void lane(Html html, Occupancy memory, int top) {
    double scale = (LANE - PAD - 2.0) / Math.max(1, Math.max(memory.capacityBytes(), memory.peak()));
    double bottom = top + LANE - 2.0;
    long[][] most = memory.columns(COLUMNS, axis.horizon());
    html.empty("path", "class", "mem-other", "d", area(most, 0, bottom, scale));
    html.empty("path", "class", "mem-weights", "d", area(most, 1, bottom, scale));
    html.empty("path", "class", "base", "d", "M0 " + Numbers.coordinate(bottom) + "h" + TimeAxis.WIDTH);
    html.empty("path", "class", "capacity", "d",
        "M0 " + Numbers.coordinate(bottom - memory.capacityBytes() * scale) + "h" + TimeAxis.WIDTH);
  }

  private static String area(long[][] most, int series, double bottom, double scale) {
    StringBuilder d = new StringBuilder("M0 ").append(Numbers.coordinate(bottom));
    double column = (double) TimeAxis.WIDTH / COLUMNS;
    String last = Numbers.coordinate(bottom);
    for (int c = 0; c < COLUMNS; c++) {
      String y = Numbers.coordinate(bottom - most[c][series] * scale);
      if (!y.equals(last)) {
        d.append('H').append(Numbers.coordinate(c * column)).append('V').append(y);
        last = y;
      }
    }
    return d.append('H').append(TimeAxis.WIDTH).append('V').append(Numbers.coordinate(bottom)).append('z').toString();
  }
}
