package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.solver.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Rows of bands above a picture: each band spans its tiles on the picture's axis.
 *
 * @param length of the axis
 * @param from where a band begins on it
 * @param until where it ends
 */
record BandChart(double length, ToLongFunction<Band> from, ToLongFunction<Band> until) {
  private static final int HEIGHT = 20;
  /** A name in a narrower band says nothing; share of the axis. */
  private static final double LEAST_NAMED = 0.02;

  void write(Html html, List<BandRow> rows, boolean zooms) {
    for (BandRow row : rows) {
      html.open("div", "class", "chart").open("div", "class", "labels");
      html.element("div", row.name(), "style", "height:" + HEIGHT + "px").closeLine();
      html.open("div", "class", "plot bands", "style", "height:" + HEIGHT + "px");
      for (int i = 0; i < row.bands().size(); i++) {
        band(html, row.bands().get(i), i, zooms);
      }
      html.close().open("div", "class", "values").element("div", Integer.toString(row.bands().size()), "style",
          "height:" + HEIGHT + "px").close().closeLine();
    }
  }

  private void band(Html html, Band band, int index, boolean zooms) {
    long a = from.applyAsLong(band);
    long z = until.applyAsLong(band);
    List<String> attributes = new ArrayList<>(List.of("class", index % 2 == 0 ? "band" : "band odd", "style",
        "left:" + percent(a) + "%;width:" + percent(z - a) + "%", "title", band.label() + ": " + band.detail(), "data-label",
        band.label()));
    if (zooms) {
      attributes.addAll(List.of("data-a", Long.toString(a), "data-z", Long.toString(z)));
    }
    html.element("div", (z - a) / length < LEAST_NAMED ? "" : band.label(), attributes.toArray(String[]::new));
  }

  private String percent(long value) {
    return Double.toString(Math.round(value * 1e5 / length) / 1e3);
  }
}
