package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;

/** Bytes in the buffer by tile position, stacked by what they are for, against the capacity; the fullest position is marked. */
final class BufferChart {
  private static final int HEIGHT = 180;
  private static final int PAD = 8;
  private static final int MOST_TICKS = 8;
  private static final int MOST_HOVERED = 4_000;
  private static final int MOST_NAMED = 6;

  private final StreamView view;
  private final long capacity;
  private final long top;

  BufferChart(StreamView view) {
    this.view = view;
    this.capacity = view.problem().bufferBytes();
    this.top = Math.max(1, Math.max(capacity, view.bytes(view.fullest())));
  }

  void write(Html html) {
    int fullest = view.fullest();
    legend(html);
    axis(html);
    new BandChart(view.positions(), b -> b.first() + 1L, b -> b.end() + 1L).write(html, view.bands(), false);
    html.open("div", "class", "chart").open("div", "class", "labels scale");
    scale(html, capacity, "capacity " + Numbers.bytes(capacity));
    scale(html, 0, "0");
    html.closeLine();
    html.open("div", "class", "plot", "style", "height:" + HEIGHT + "px");
    html.open("svg", "viewBox", "0 0 " + view.positions() + " " + HEIGHT, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "Buffer occupancy by tile position");
    for (int r = TensorRole.values().length - 1; r >= 0; r--) {
      html.empty("path", "class", "t" + r, "d", area(r));
    }
    html.empty("path", "class", "fullest", "d", "M" + (fullest + 1) + ".5 0V" + HEIGHT);
    html.empty("path", "class", "capacity", "d", "M0 " + y(capacity) + "H" + view.positions());
    hovers(html);
    html.close().close().open("div", "class", "values");
    html.open("div", "class", "two", "style", "height:" + HEIGHT + "px").element("span",
        Numbers.percent(view.bytes(fullest), capacity)).element("span", "peak", "class", "muted").close();
    html.close().closeLine();
    html.open("p").element("b", "Fullest: " + view.positionName(fullest) + ".");
    html.text(" " + Numbers.bytes(view.bytes(fullest)) + " (" + Numbers.grouped(view.bytes(fullest)) + " B) of "
        + Numbers.bytes(capacity) + ": " + parts(fullest) + ". Largest: " + view.largest(fullest, MOST_NAMED) + ".");
    html.closeLine();
  }

  private void legend(Html html) {
    Legend legend = new Legend(html);
    for (TensorRole role : TensorRole.values()) {
      legend.item("t" + role.ordinal(), role.label());
    }
    legend.item("line", "capacity").item("mark", "fullest position").end();
  }

  private void axis(Html html) {
    html.open("div", "class", "chart axisrow").element("div", "tile position", "class", "labels").open("div", "class",
        "plot axis");
    long step = Numbers.step(view.positions(), MOST_TICKS);
    for (long q = 0; q < view.positions() - 1; q += step) {
      double share = (q + 1.5) * 100 / view.positions();
      html.element("span", Long.toString(q), "class", "tick" + (share > 96 ? " last" : ""), "style",
          "left:" + Numbers.coordinate(share) + "%");
    }
    html.close().open("div", "class", "values").close().closeLine();
  }

  private void scale(Html html, long bytes, String text) {
    html.element("div", text, "style", "top:" + Numbers.coordinate(Math.max(0, y(bytes) - 9)) + "px");
  }

  /** From the bottom to the sum of the roles up to this one. */
  private String area(int role) {
    StringBuilder d = new StringBuilder("M0 ").append(HEIGHT);
    double last = HEIGHT;
    for (int q = -1; q < view.positions() - 1; q++) {
      long sum = 0;
      for (int r = 0; r <= role; r++) {
        sum += view.bytes(q, TensorRole.values()[r]);
      }
      double y = y(sum);
      if (y != last) {
        d.append('H').append(q + 1).append('V').append(Numbers.coordinate(y));
        last = y;
      }
    }
    return d.append('H').append(view.positions()).append('V').append(HEIGHT).append('z').toString();
  }

  private double y(long bytes) {
    return Math.round((HEIGHT - (double) bytes * (HEIGHT - PAD) / top) * 10) / 10.0;
  }

  private void hovers(Html html) {
    if (view.positions() > MOST_HOVERED) {
      return;
    }
    for (int q = -1; q < view.positions() - 1; q++) {
      html.open("rect", "class", "hover", "x", Integer.toString(q + 1), "y", "0", "width", "1", "height",
          Integer.toString(HEIGHT));
      html.element("title", view.positionName(q) + "\n" + Numbers.bytes(view.bytes(q)) + " of " + Numbers.bytes(capacity) + "\n"
          + parts(q)).close();
    }
  }

  private String parts(int position) {
    StringBuilder words = new StringBuilder();
    for (TensorRole role : TensorRole.values()) {
      words.append(words.isEmpty() ? "" : ", ").append(role.label()).append(' ')
          .append(Numbers.bytes(view.bytes(position, role)));
    }
    return words.toString();
  }
}
