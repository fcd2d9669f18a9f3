package dev.dovetail.solver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Incumbent and bound over time, as steps; for any problem kind.
 *
 * <p>Time is drawn logarithmically if the run spans more than a factor of thirty. The objective's axis leaves out bounds that lie
 * further below the best bound than the first incumbent lies above it: they would press the rest flat.
 */
public final class AnytimeChart {
  private static final int W = 760;
  private static final int H = 260;
  private static final int LEFT = 110;
  private static final int RIGHT = 120;
  private static final int TOP = 14;
  private static final int BOTTOM = 30;
  private static final int MOST_ROWS = 200;
  private static final int LABEL = 15;

  private final RunSummary run;
  private final List<AnytimePoint> points;
  private final double first;
  private final double last;
  private final boolean logarithmic;
  private final long low;
  private final long high;

  private AnytimeChart(RunSummary run) {
    this.run = run;
    this.points = run.curve().stream().sorted(Comparator.comparingDouble(AnytimePoint::seconds)).toList();
    double start = points.stream().mapToDouble(AnytimePoint::seconds).filter(s -> s > 0).min().orElse(0.001);
    this.last = Math.max(points.get(points.size() - 1).seconds(), start * 1.001);
    this.logarithmic = last / Math.max(start, 1e-4) > 30;
    this.first = logarithmic ? Math.max(start, 1e-4) : 0;
    long top = Long.MIN_VALUE;
    long best = Long.MIN_VALUE;
    long bottom = Long.MAX_VALUE;
    for (AnytimePoint p : points) {
      Long objective = p.objective();
      Long bound = p.bound();
      if (objective != null) {
        top = Math.max(top, objective);
        bottom = Math.min(bottom, objective);
      }
      if (bound != null) {
        top = Math.max(top, bound);
        best = Math.max(best, bound);
        bottom = Math.min(bottom, bound);
      }
    }
    long reach = best == Long.MIN_VALUE ? 0 : Math.max(1, top - best);
    this.high = top;
    this.low = best == Long.MIN_VALUE ? bottom : Math.max(bottom, best - reach);
  }

  /** Writes the chart, or one line where there is nothing to draw. */
  public static void write(Html html, RunSummary run) {
    if (run.curve().stream().allMatch(p -> p.objective() == null && p.bound() == null)) {
      html.element("p", "No progress was recorded.", "class", "muted");
    } else {
      new AnytimeChart(run).draw(html);
    }
  }

  private void draw(Html html) {
    html.open("svg", "class", "anytime", "viewBox", "0 0 " + W + " " + H, "role", "img", "aria-label",
        "Best objective and bound over time");
    axes(html);
    List<Step> objectives = steps(AnytimePoint::objective);
    List<Step> bounds = steps(AnytimePoint::bound);
    curve(html, objectives, "curve-objective", "best");
    curve(html, bounds, "curve-bound", "bound");
    endLabels(html, lastValue(objectives), lastValue(bounds));
    html.close();
    new Legend(html).item("curve-objective-fill", "best verified " + run.objectiveName().toLowerCase(java.util.Locale.ROOT))
        .item("curve-bound-fill", "proven lower bound" + (logarithmic ? "; time is logarithmic" : "")).end();
    table(html);
  }

  /** One value over time. */
  private record Step(double seconds, long value, String source) {}

  private List<Step> steps(Function<AnytimePoint, @Nullable Long> value) {
    List<Step> steps = new ArrayList<>();
    for (AnytimePoint p : points) {
      Long v = value.apply(p);
      if (v != null) {
        steps.add(new Step(p.seconds(), v, p.source().isEmpty() ? "" : " (" + p.source() + ")"));
      }
    }
    return steps;
  }

  private static OptionalLong lastValue(List<Step> of) {
    return of.isEmpty() ? OptionalLong.empty() : OptionalLong.of(of.get(of.size() - 1).value());
  }

  private double x(double seconds) {
    double share = logarithmic
        ? Math.log(Math.max(seconds, first) / first) / Math.log(last / first)
        : seconds / last;
    return LEFT + share * (W - LEFT - RIGHT);
  }

  private double y(long value) {
    double share = high == low ? 0.5 : Math.max(0, ((double) value - low) / ((double) high - low));
    return H - BOTTOM - share * (H - TOP - BOTTOM);
  }

  private void axes(Html html) {
    double base = H - BOTTOM;
    StringBuilder grid = new StringBuilder();
    long step = Numbers.step(high - low, 5);
    for (long value = Math.floorDiv(low + step - 1, step) * step; value <= high; value += step) {
      String y = Numbers.coordinate(y(value));
      grid.append('M').append(LEFT).append(' ').append(y).append('H').append(W - RIGHT);
      html.element("text", run.format().apply(value).replaceAll(" cycles$", ""), "x", Integer.toString(LEFT - 8), "y",
          Numbers.coordinate(y(value) + 4), "text-anchor", "end");
    }
    for (double s : ticks()) {
      String x = Numbers.coordinate(x(s));
      grid.append('M').append(x).append(' ').append(TOP).append('V').append(base);
      html.element("text", Numbers.seconds(s), "x", x, "y", Numbers.coordinate(base + 18), "text-anchor", "middle");
    }
    html.empty("path", "class", "grid", "d", grid.toString());
  }

  private List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      double decades = Math.log10(last / first);
      for (double t = Math.pow(10, Math.ceil(Math.log10(first) - 1e-9)); t <= last * 1.0001; t *= decades > 5 ? 100 : 10) {
        ticks.add(t);
      }
    } else {
      double step = Math.pow(10, Math.floor(Math.log10(last)));
      while (last / step < 3) {
        step /= 2;
      }
      while (last / step > 6) {
        step *= 2;
      }
      for (double t = 0; t <= last * 1.0001; t += step) {
        ticks.add(t);
      }
    }
    return ticks;
  }

  private void curve(Html html, List<Step> of, String style, String what) {
    if (of.isEmpty()) {
      return;
    }
    StringBuilder d = new StringBuilder();
    for (Step p : of) {
      d.append(d.isEmpty() ? "M" : "H").append(Numbers.coordinate(x(p.seconds())));
      d.append(d.indexOf("H") < 0 ? " " : "V").append(Numbers.coordinate(y(p.value())));
    }
    d.append('H').append(W - RIGHT);
    html.empty("path", "class", style, "d", d.toString());
    long before = of.get(0).value() - 1;
    for (Step p : of) {
      long v = p.value();
      if (v != before) {
        html.open("circle", "class", style + "-fill", "r", "3", "cx", Numbers.coordinate(x(p.seconds())), "cy",
            Numbers.coordinate(y(v)));
        html.element("title", Numbers.seconds(p.seconds()) + ": " + what + " " + run.format().apply(v) + p.source()).close();
        before = v;
      }
    }
  }

  private void endLabels(Html html, OptionalLong objective, OptionalLong bound) {
    double up = objective.isPresent() ? y(objective.getAsLong()) : -1;
    double down = bound.isPresent() ? y(bound.getAsLong()) : H;
    if (objective.isPresent() && bound.isPresent() && down - up < LABEL) {
      double middle = Math.max(TOP + LABEL / 2.0, Math.min(H - BOTTOM - LABEL / 2.0, (up + down) / 2));
      up = middle - LABEL / 2.0;
      down = middle + LABEL / 2.0;
    }
    if (objective.isPresent()) {
      endLabel(html, objective.getAsLong(), up, "curve-objective-text");
    }
    if (bound.isPresent()) {
      endLabel(html, bound.getAsLong(), down, "curve-bound-text");
    }
  }

  private void endLabel(Html html, long value, double y, String style) {
    html.element("text", run.format().apply(value).replaceAll(" cycles$", ""), "class", style, "x",
        Integer.toString(W - RIGHT + 8), "y",
        Numbers.coordinate(y + 4));
  }

  private void table(Html html) {
    html.open("details").element("summary", "All " + Numbers.grouped(points.size()) + " steps").open("div", "class", "scroll");
    html.open("table").open("thead").open("tr");
    html.element("th", "time", "class", "n").element("th", "best", "class", "n").element("th", "bound", "class", "n");
    html.element("th", "gap", "class", "n").element("th", "source").close().close().open("tbody");
    for (AnytimePoint p : points.subList(0, Math.min(points.size(), MOST_ROWS))) {
      html.open("tr").element("td", Numbers.seconds(p.seconds()), "class", "n");
      Long objective = p.objective();
      Long bound = p.bound();
      html.element("td", objective == null ? "–" : run.format().apply(objective), "class", "n");
      html.element("td", bound == null ? "–" : run.format().apply(bound), "class", "n");
      html.element("td", objective == null || bound == null ? "–" : Numbers.gap(objective, bound), "class", "n");
      html.element("td", p.source()).closeLine();
    }
    html.close().close().close();
    if (points.size() > MOST_ROWS) {
      html.element("p", "The first " + MOST_ROWS + " steps are listed.", "class", "muted");
    }
    html.close();
  }
}
