package dev.dovetail.solver.report.mapping;

import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two samples of a stream, one period apart: which core works for which, and when the second fills what the first leaves idle. */
final class PeriodSection {
  private static final int MOST_ROWS = 24;
  private static final int HEIGHT = 16;

  private PeriodSection() {}

  static void write(Html html, MappingProblem problem, NetworkMapping mapping, long latency) {
    long period = mapping.periodCycles();
    html.element("p", "A sample begins every " + Numbers.grouped(period) + " cycles and takes " + Numbers.grouped(latency) + ": "
        + (period < latency
            ? "up to " + Numbers.grouped((latency + period - 1) / period) + " samples are under way at once."
            : "one ends before the next begins."));
    new Legend(html).item("k0", "a sample").item("k1", "the next one").end();
    Map<String, List<long[]>> rows = new LinkedHashMap<>();
    problem.base().accelerator().cores().forEach(c -> rows.put(c.name(), new ArrayList<>()));
    for (Schedule.Task task : mapping.schedule().tasks()) {
      rows.computeIfAbsent(task.core(), k -> new ArrayList<>()).add(new long[] {task.start(), task.end()});
    }
    List<long[]> dram = new ArrayList<>();
    for (Schedule.Transfer t : mapping.schedule().transfers()) {
      if (t.kind() != Schedule.Transfer.Kind.MOVE) {
        dram.add(new long[] {t.start(), t.end()});
      }
    }
    rows.put("DRAM", dram);
    List<Map.Entry<String, List<long[]>>> busy = rows.entrySet().stream().filter(e -> !e.getValue().isEmpty())
        .sorted(Comparator.comparingLong(e -> -e.getValue().stream().mapToLong(i -> i[1] - i[0]).sum())).limit(MOST_ROWS)
        .toList();
    List<String> names = rows.keySet().stream().filter(n -> busy.stream().anyMatch(e -> e.getKey().equals(n))).toList();
    draw(html, names, rows, new TimeAxis(latency + period), period);
    if (busy.size() == MOST_ROWS) {
      html.element("p", "The " + MOST_ROWS + " busiest rows are drawn.", "class", "muted");
    }
  }

  private static void draw(Html html, List<String> names, Map<String, List<long[]>> rows, TimeAxis axis, long period) {
    axis.write(html);
    html.open("div", "class", "chart").open("div", "class", "labels");
    names.forEach(n -> html.element("div", n, "style", "height:" + HEIGHT + "px"));
    int height = HEIGHT * names.size();
    html.close().open("div", "class", "plot", "style", "height:" + height + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + height, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "Two samples");
    axis.grid(html, height);
    for (int sample = 0; sample < 2; sample++) {
      StringBuilder d = new StringBuilder();
      for (int row = 0; row < names.size(); row++) {
        for (long[] part : joined(rows.getOrDefault(names.get(row), List.of()), axis.horizon() / TimeAxis.WIDTH)) {
          String width = Numbers.coordinate(Math.max(0.4, axis.x(part[1]) - axis.x(part[0])));
          d.append('M').append(Numbers.coordinate(axis.x(part[0] + sample * period))).append(' ')
              .append(row * HEIGHT + 1 + 7 * sample)
              .append('h').append(width).append("v7h-").append(width).append('z');
        }
      }
      html.empty("path", "class", "k" + sample, "d", d.toString());
    }
    html.close().close().open("div", "class", "values").close().closeLine();
  }

  /** Intervals with gaps below what a column shows closed. */
  private static List<long[]> joined(List<long[]> intervals, long gap) {
    List<long[]> joined = new ArrayList<>();
    for (long[] i : intervals.stream().sorted(Comparator.comparingLong(i -> i[0])).toList()) {
      long[] last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && i[0] <= last[1] + gap / 2) {
        last[1] = Math.max(last[1], i[1]);
      } else {
        joined.add(i.clone());
      }
    }
    return joined;
  }
}
