package dev.dovetail.solver.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The time axis that all charts of a timeline share: cycles to columns of a drawing {@link #WIDTH} columns wide.
 *
 * @param horizon one past the last cycle, at least 1
 * @param unit of time, in the plural
 */
public record TimeAxis(long horizon, String unit) {
  /** Columns of the static drawing; about the pixels that a wide window gives it. */
  public static final int WIDTH = 1200;

  private static final int MOST_TICKS = 8;

  /** An axis in cycles. */
  public TimeAxis(long horizon) {
    this(horizon, "cycles");
  }

  /** The column of a cycle. */
  public double x(long cycle) {
    return Math.max(0, Math.min(WIDTH, (double) cycle * WIDTH / horizon));
  }

  /** Round cycles, at most nine of them, 1, 2 or 5 times a power of ten apart. */
  public List<Long> ticks() {
    long step = Numbers.step(horizon, MOST_TICKS);
    List<Long> ticks = new ArrayList<>();
    for (long t = 0; t <= horizon; t += step) {
      ticks.add(t);
    }
    return ticks;
  }

  /** Writes the labelled axis as a row of a chart. */
  public void write(Html html) {
    html.open("div", "class", "chart axisrow").element("div", unit, "class", "labels");
    html.open("div", "class", "plot axis");
    for (long t : ticks()) {
      double share = (double) t * 100 / horizon;
      String side = share > 96 ? " last" : "";
      html.element("span", Numbers.grouped(t), "class", "tick" + side, "style", "left:" + Numbers.coordinate(share) + "%");
    }
    html.close().open("div", "class", "values").close().closeLine();
  }

  /** Writes vertical lines at the ticks, {@code height} high. */
  public void grid(Html html, double height) {
    StringBuilder d = new StringBuilder();
    for (long t : ticks()) {
      d.append('M').append(Numbers.coordinate(x(t))).append(" 0v").append(Numbers.coordinate(height));
    }
    html.empty("path", "class", "grid", "d", d.toString());
  }
}
