package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;

/** The chiplets of a module as squares: letter and colour of their cluster, thick lines where regions end, a mark of the chiplet's type. */
final class ChipletMap {
  /** Clusters share so many colours in turn; their letters tell them apart. */
  static final int COLOURS = 12;

  private static final int MOST_SINGLE = 1024;
  private static final int WIDEST = 400;
  private static final int LARGEST = 32;
  private static final int SMALLEST = 15;
  private static final double LETTER = 0.46;

  private final Html html;
  private final MultiChipModule module;
  private final ChipletGrid grid;
  private final int cell;

  ChipletMap(Html html, MultiChipModule module) {
    this.html = html;
    this.module = module;
    this.grid = ChipletGrid.of(module);
    this.cell = Math.max(SMALLEST, Math.min(LARGEST, WIDEST / grid.columns()));
  }

  /** Style class of a cluster's colour. */
  static String colour(int cluster) {
    return "c" + cluster % COLOURS;
  }

  /** Width of a map in pixels. */
  int width() {
    return grid.columns() * cell + 2;
  }

  void write(SegmentView segment) {
    int height = grid.rows() * cell + 2;
    html.open("svg", "class", "map", "viewBox", "-1 -1 " + width() + " " + height, "role", "img", "aria-label",
        "Regions of segment " + (segment.index() + 1), "style", "width:" + width() + "px");
    int[] clusters = grid.clusters(segment);
    for (int chiplet = 0; chiplet < clusters.length;) {
      int end = chiplet + 1;
      while (clusters.length > MOST_SINGLE && end < clusters.length && grid.x(end) > 0 && clusters[end] == clusters[chiplet]
          && module.typeOf(end).equals(module.typeOf(chiplet))) {
        end++;
      }
      chiplets(segment, clusters, chiplet, end);
      chiplet = end;
    }
    html.empty("path", "class", "border", "d", borders(clusters));
    html.closeLine();
  }

  /** Chiplets of one row and cluster; of large modules several as one rectangle. */
  private void chiplets(SegmentView segment, int[] clusters, int first, int end) {
    int x = grid.x(first) * cell;
    int y = grid.y(first) * cell;
    int width = (end - first) * cell;
    int cluster = clusters[first];
    html.open("rect", "class", cluster < 0 ? "idle" : colour(cluster), "x", Integer.toString(x), "y", Integer.toString(y),
        "width",
        Integer.toString(width), "height", Integer.toString(cell));
    String type = module.isUniform() ? "" : ", type " + module.typeOf(first).name();
    String name = end == first + 1 ? "chiplet " + first : "chiplets " + first + " to " + (end - 1);
    html.element("title", name + type + (cluster < 0
        ? ": idle"
        : ": cluster " + PlanWords.letter(cluster) + ", layers "
            + PlanWords.ranges(segment.stages().get(cluster).cluster().layers(), "–")));
    html.close();
    if (cluster >= 0) {
      String letter = PlanWords.letter(cluster);
      double size = cell * (letter.length() > 2 ? 0.36 : LETTER);
      html.element("text", letter, "x", Numbers.coordinate(x + width / 2.0), "y",
          Numbers.coordinate(y + cell / 2.0 + size * 0.36),
          "font-size", Numbers.coordinate(size));
    }
    if (!module.isUniform()) {
      mark(html, module.types().indexOf(module.typeOf(first)), x + cell - 4.5, y + 4.5);
    }
  }

  /** The mark of the module's t-th type: none, a dot, a ring, a square, a cross, then the number. */
  static void mark(Html html, int type, double x, double y) {
    switch (type) {
      case 0 -> html.empty("path", "class", "mark", "d", "M" + n(x - 2) + " " + n(y) + "h4");
      case 1 -> html.empty("circle", "class", "mark full", "cx", n(x), "cy", n(y), "r", "2");
      case 2 -> html.empty("circle", "class", "mark", "cx", n(x), "cy", n(y), "r", "2");
      case 3 -> html.empty("rect", "class", "mark", "x", n(x - 2), "y", n(y - 2), "width", "4", "height", "4");
      case 4 -> html.empty("path", "class", "mark", "d", "M" + n(x - 2) + " " + n(y) + "h4m-2 -2v4");
      default -> html.element("text", Integer.toString(type + 1), "x", n(x), "y", n(y + 3), "font-size", "7");
    }
  }

  private static String n(double v) {
    return Numbers.coordinate(v);
  }

  /** Lines between chiplets of different clusters, and around all. */
  private String borders(int[] clusters) {
    StringBuilder d = new StringBuilder();
    for (int c = 0; c < clusters.length; c++) {
      int x = grid.x(c);
      int y = grid.y(c);
      if (x == 0 || clusters[c - 1] != clusters[c]) {
        line(d, x, y, 'v');
      }
      if (y == 0 || clusters[c - grid.columns()] != clusters[c]) {
        line(d, x, y, 'h');
      }
      if (x == grid.columns() - 1 || c + 1 == clusters.length) {
        line(d, x + 1, y, 'v');
      }
      if (c + grid.columns() >= clusters.length) {
        line(d, x, y + 1, 'h');
      }
    }
    return d.toString();
  }

  private void line(StringBuilder d, int x, int y, char way) {
    d.append('M').append(x * cell).append(' ').append(y * cell).append(way).append(cell);
  }
}
