package dev.dovetail.solver.report;

import java.util.List;

/** The trade-off between latency and energy: a chart of the verified mappings with what is proved of each, and a table. */
public final class FrontSection {
  private static final int W = 760;
  private static final int H = 280;
  private static final int LEFT = 110;
  private static final int RIGHT = 40;
  private static final int TOP = 16;
  private static final int BOTTOM = 34;

  private final List<FrontPoint> points;
  private final long fastest;
  private final long slowest;
  private final long low;
  private final long high;

  private FrontSection(List<FrontPoint> points) {
    this.points = points;
    fastest = points.get(0).latencyCycles();
    slowest = points.get(points.size() - 1).latencyCycles();
    high = points.stream().mapToLong(FrontPoint::energyFemtojoules).max().orElseThrow();
    long least = points.stream().mapToLong(FrontPoint::energyFemtojoules).min().orElseThrow();
    long proved = points.stream().mapToLong(FrontPoint::energyBound).filter(b -> b > 0).min().orElse(least);
    // Bounds far below all mappings would press the mappings flat: they then lie on the axis.
    low = Math.max(Math.min(least, proved), least - 2 * Math.max(1, high - least));
  }

  /** Writes chart and table of a front of at least one mapping. */
  public static void write(Html html, FrontFacts front) {
    List<FrontPoint> points = front.points();
    if (points.size() > 1) {
      new FrontSection(points).draw(html);
    }
    html.element(
        "p",
        (points.size() == 1 ? "One mapping is best in both latency and energy" : "No mapping here is better than another in both")
            + (front.complete()
                ? "; the front is complete: no other mapping belongs to it."
                : front.completeWithin().isEmpty()
                    ? "."
                    : "; the front is complete among mappings " + front.completeWithin() + "."),
        "class",
        "muted");
    Table table = new Table(html, "#latency, cycles", "#energy", "#proven energy bound", "#gap", "#EDP, nJ cycles", "mapping");
    for (FrontPoint p : points) {
      table
          .row()
          .cell(Numbers.grouped(p.latencyCycles()))
          .cell(Numbers.energy(p.energyFemtojoules()))
          .cell(p.energyBound() > 0 ? Numbers.energy(p.energyBound()) : "–")
          .cell(p.energyBound() > 0 ? Numbers.gap(p.energyFemtojoules(), Math.min(p.energyBound(), p.energyFemtojoules())) : "–")
          .cell(p.edp() > 0 ? Numbers.grouped(p.edp()) : "–")
          .cell(p.file())
          .endRow();
    }
    table.end();
  }

  private void draw(Html html) {
    html.open("svg", "class", "anytime", "viewBox", "0 0 " + W + " " + H, "role", "img", "aria-label",
        "Energy over latency of the mappings of the front");
    axes(html);
    // What a front reaches is everything above and right of its steps.
    StringBuilder steps = new StringBuilder();
    for (FrontPoint p : points) {
      steps.append(steps.isEmpty() ? "M" : "H").append(x(p.latencyCycles()));
      steps.append(steps.indexOf("H") < 0 ? " " : "V").append(y(p.energyFemtojoules()));
    }
    html.empty("path", "class", "curve-objective", "d", steps.toString());
    for (FrontPoint p : points) {
      if (p.energyBound() > 0) {
        dot(html, "curve-bound-fill", p.latencyCycles(), p.energyBound(), "proven: no mapping as fast takes less than ");
      }
      dot(html, "curve-objective-fill", p.latencyCycles(), p.energyFemtojoules(), p.file() + ": ");
    }
    html.close();
    new Legend(html).item("curve-objective-fill", "verified mapping")
        .item("curve-bound-fill", "proven least energy by that latency").end();
  }

  private void dot(Html html, String style, long latency, long energy, String what) {
    html.open("circle", "class", style, "r", "4", "cx", x(latency), "cy", y(energy));
    html.element("title", what + Numbers.grouped(latency) + " cycles, " + Numbers.energy(energy)).close();
  }

  private void axes(Html html) {
    StringBuilder grid = new StringBuilder();
    long energyStep = Numbers.step(high - low, 4);
    for (long e = -Math.floorDiv(-low, energyStep) * energyStep; e <= high; e += energyStep) {
      grid.append('M').append(LEFT).append(' ').append(y(e)).append('H').append(W - RIGHT);
      html.element("text", Numbers.energy(e), "x", Integer.toString(LEFT - 8), "y", y(e), "text-anchor", "end");
    }
    long cycleStep = Numbers.step(slowest - fastest, 4);
    for (long c = -Math.floorDiv(-fastest, cycleStep) * cycleStep; c <= slowest; c += cycleStep) {
      grid.append('M').append(x(c)).append(' ').append(TOP).append('V').append(H - BOTTOM);
      html.element("text", Numbers.grouped(c), "x", x(c), "y", Integer.toString(H - BOTTOM + 18), "text-anchor", "middle");
    }
    html.empty("path", "class", "grid", "d", grid.toString());
  }

  private String x(long cycles) {
    double share = slowest == fastest ? 0.5 : ((double) cycles - fastest) / ((double) slowest - fastest);
    return Numbers.coordinate(LEFT + share * (W - LEFT - RIGHT));
  }

  private String y(long energy) {
    double share = high == low ? 0.5 : Math.max(0, ((double) energy - low) / ((double) high - low));
    return Numbers.coordinate(H - BOTTOM - share * (H - TOP - BOTTOM));
  }
}
