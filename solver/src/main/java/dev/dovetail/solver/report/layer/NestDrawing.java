package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.nest.Loop;
import dev.dovetail.models.dataflow.nest.LoopNest;
import dev.dovetail.models.dataflow.nest.NestLevel;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import java.util.List;

/**
 * The loop nest as nested boxes, level by level: each loop with the tile it cuts off its dimension, the units side by side, how each
 * tensor reaches them, and the first unit opened up as the next level.
 */
final class NestDrawing {
  private static final int WIDTH = 640;
  private static final int TITLE = 26;
  private static final int STRIP = 36;
  private static final int INDENT = 8;
  private static final int LANE = 16;
  private static final int WEDGE = 22;
  private static final double RULER = 290;
  private static final double RULER_WIDTH = 130;
  private static final int MOST_MARKS = 24;

  private final Svg svg = new Svg();
  private final LoopNest nest;
  private final List<Reuse> reuse;
  private double y;

  private NestDrawing(LoopNest nest, List<Reuse> reuse) {
    this.nest = nest;
    this.reuse = reuse;
  }

  static void write(Html html, LoopNest nest, List<Reuse> reuse) {
    NestDrawing d = new NestDrawing(nest, reuse);
    nest.levels().forEach(d::level);
    d.innermost();
    d.svg.write(html, "nest", "Loop nest, outermost level first", WIDTH, d.y + 2);
  }

  private void level(NestLevel level) {
    List<Loop> loops = level.moving();
    String whole = LoopWords.whole(level);
    UnitRow units = UnitRow.of(level);
    double inner = (whole.isEmpty() ? 0 : 18) + 3 * LANE + 8 + units.height();
    double height = TITLE + loops.size() * (STRIP + 6) + inner + 6;
    svg.box(1, y + 1, WIDTH - 2, height, "panel");
    svg.text(12, y + 18, "level " + level.index(), "strong").text(66, y + 18, LoopWords.units(level), "small");
    y += TITLE;
    for (int i = 0; i < loops.size(); i++) {
      double x = (i + 1) * INDENT;
      svg.box(x, y, WIDTH - 2 * x, (loops.size() - i) * (STRIP + 6) - 6 + inner, loops.get(i).spatial() ? "space" : "time");
      strip(x, loops.get(i));
      y += STRIP;
    }
    double x = (loops.size() + 1) * INDENT + 2;
    if (!whole.isEmpty()) {
      svg.text(x, y + 10, "each unit holds whole: " + whole, "small");
      y += 18;
    }
    double left = x + 196;
    double right = WIDTH - x;
    units.place(left, right);
    for (Reuse r : reuse) {
      if (r.level() == level.index()) {
        svg.text(x, y + 11, r.tensor().label() + ": " + LoopWords.inSpace(r), "small");
        units.lane(svg, y + 3, r);
        y += LANE;
      }
    }
    y += 4;
    double unitY = units.draw(svg, x, y);
    y += units.height() + 4 + loops.size() * 6 + 6;
    svg.outline("wedge", left, unitY + UnitRow.UNIT_HEIGHT, left + units.unitWidth(), unitY + UnitRow.UNIT_HEIGHT, WIDTH - 1,
        y + WEDGE,
        1, y + WEDGE);
    y += WEDGE;
  }

  private void strip(double x, Loop loop) {
    svg.text(x + 8, y + 15, LoopWords.head(loop), "strong");
    String halo = LoopWords.halo(loop);
    svg.text(x + 8, y + 29, "tile " + LoopWords.tile(loop) + (halo.isEmpty() ? "" : ", " + halo), "small");
    svg.text(WIDTH - x - 8, y + 15, LoopWords.steps(loop), "end");
    svg.text(WIDTH - x - 8, y + 29, LoopWords.edge(loop), "small end");
    ruler(loop);
  }

  /** The dimension as a bar: the first tile (or all tiles of the first wave) filled, the one that follows below it. */
  private void ruler(Loop loop) {
    double scale = RULER_WIDTH / loop.extent();
    svg.box(RULER, y + 9, RULER_WIDTH, 7, "ground");
    long shown = Math.min(loop.tiles(), MOST_MARKS);
    if (loop.spatial()) {
      double wave = Math.min(loop.extent(), (loop.activeUnits() - 1) * loop.step() + loop.tile()) * scale;
      svg.box(RULER, y + 9, Math.max(2, wave), 7, "wave");
    }
    double tile = Math.max(2, Math.min(loop.tile(), loop.extent()) * scale);
    svg.box(RULER, y + 9, tile, 7, loop.spatial() ? "tile-space" : "tile-time");
    if (loop.tiles() > 1) {
      double next = RULER + loop.step() * scale;
      svg.box(next, y + 19, Math.min(tile, RULER + RULER_WIDTH - next), 7, loop.spatial() ? "next-space" : "next-time");
    }
    if (loop.tiles() <= shown) {
      for (long t = 1; t < loop.tiles(); t++) {
        svg.box(RULER + t * loop.step() * scale - 0.4, y + 7, 0.8, 11, "mark");
      }
    }
  }

  private void innermost() {
    svg.box(1, y, WIDTH - 2, 82, "panel");
    svg.text(12, y + 19, "one PE, one step", "strong").text(140, y + 19, LoopWords.innermost(nest), "small");
    double x = 12;
    for (LayerTensor tensor : LayerTensor.values()) {
      InnermostWork.Part part = InnermostWork.part(nest, tensor);
      svg.box(x, y + 30, 200, 42, "tensor " + style(tensor));
      svg.text(x + 10, y + 47, tensor.label() + ": " + Numbers.count(part.elements(), "element", "elements"), "chip strong");
      svg.text(x + 10, y + 63, part.sizes(), "chip");
      x += 208;
    }
    y += 84;
  }

  static String style(LayerTensor tensor) {
    return switch (tensor) {
      case INPUT -> "in";
      case FILTER -> "wt";
      case OUTPUT -> "out";
    };
  }
}
