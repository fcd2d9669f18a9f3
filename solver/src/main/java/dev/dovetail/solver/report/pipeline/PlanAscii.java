package dev.dovetail.solver.report.pipeline;

import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan as plain ASCII: for each segment the chiplets with the letters of their clusters, beside them a bar per cluster against the stage time.
 *
 * <pre>
 * segment 1 of 2: layers 0-2, 2 clusters, stage 1,296 cycles, 74.3 % of the time
 *   AA    A    2 chiplets  0-1     |########################################|  1,296  sets the stage time
 *   BB    B    2 chiplets  2       |########################################|  1,296  sets the stage time
 *         DRAM                     |###                                     |     90
 * </pre>
 */
final class PlanAscii {
  private static final int BAR = 40;
  private static final int MOST_SEGMENTS = 8;
  private static final int MOST_ACROSS = 32;
  private static final int MOST_CLUSTERS = 32;

  private final PlanView plan;
  private final ChipletGrid grid;
  private final StringBuilder out = new StringBuilder();

  private PlanAscii(PlanView plan) {
    this.plan = plan;
    this.grid = ChipletGrid.of(plan.problem().module());
  }

  static String render(PlanView plan) {
    PlanAscii picture = new PlanAscii(plan);
    List<SegmentView> segments = plan.segments();
    Set<Integer> shown = segments.stream().sorted(Comparator.comparingLong(SegmentView::running).reversed()).limit(MOST_SEGMENTS)
        .map(SegmentView::index).collect(Collectors.toSet());
    segments.stream().filter(s -> shown.contains(s.index())).forEach(picture::segment);
    if (shown.size() < segments.size()) {
      picture.out.append("and ").append(Numbers.count(segments.size() - shown.size(), "shorter segment", "shorter segments"))
          .append('\n');
    }
    return picture.out
        + "a letter is a chiplet of that cluster, . is idle; # is time in which the cluster computes or receives\n";
  }

  private void segment(SegmentView s) {
    List<Integer> layers = s.stages().stream().flatMap(c -> c.cluster().layers().stream()).sorted().toList();
    out.append("segment ").append(s.index() + 1).append(" of ").append(plan.segments().size()).append(": layers ")
        .append(PlanWords.ranges(layers, "-")).append(", ").append(Numbers.count(s.stages().size(), "cluster", "clusters"))
        .append(", stage ").append(Numbers.grouped(s.stage())).append(" cycles, ")
        .append(Numbers.percent(s.end() - s.loadStart(), plan.end())).append(" of the time\n");
    List<String> left = grid.columns() <= MOST_ACROSS ? map(s) : List.of();
    List<String> right = bars(s);
    for (int row = 0; row < Math.max(left.size(), right.size()); row++) {
      String map = row < left.size() ? left.get(row) : " ".repeat(left.isEmpty() ? 0 : grid.columns());
      out.append(("  " + map + "  " + (row < right.size() ? right.get(row) : "")).stripTrailing()).append('\n');
    }
  }

  private List<String> map(SegmentView s) {
    int[] clusters = grid.clusters(s);
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < grid.rows(); y++) {
      StringBuilder row = new StringBuilder();
      for (int c = y * grid.columns(); c < Math.min(clusters.length, (y + 1) * grid.columns()); c++) {
        String letter = clusters[c] < 0 ? "." : PlanWords.letter(clusters[c]);
        row.append(letter.length() == 1 ? letter : "#");
      }
      rows.add(String.format(Locale.ROOT, "%-" + grid.columns() + "s", row));
    }
    return rows;
  }

  private List<String> bars(SegmentView s) {
    List<String> bars = new ArrayList<>();
    s.stages().stream().limit(MOST_CLUSTERS)
        .forEach(c -> bars.add(bar(c.letter(), Numbers.count(c.chiplets(), "chiplet", "chiplets"),
            PlanWords.ranges(c.cluster().layers(), "-"), c.time(), s.stage(), s.isBottleneck(c))));
    if (s.stages().size() > MOST_CLUSTERS) {
      bars.add("and " + (s.stages().size() - MOST_CLUSTERS) + " more clusters");
    }
    bars.add(bar("DRAM", "", "", s.io(), s.stage(), s.isDramBound()));
    return bars;
  }

  private static String bar(String name, String chiplets, String layers, long time, long stage, boolean bottleneck) {
    int length = (int) Math.min(BAR, Math.max(time > 0 ? 1 : 0, Math.floor((double) time * BAR / stage)));
    return String.format(Locale.ROOT, "%-4s %12s  %-8s|%-" + BAR + "s| %13s%s", name, chiplets, layers, "#".repeat(length),
        Numbers.grouped(time), bottleneck ? "  <- bottleneck" : "");
  }
}
