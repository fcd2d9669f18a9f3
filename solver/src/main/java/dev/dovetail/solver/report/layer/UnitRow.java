package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.nest.Loop;
import dev.dovetail.models.dataflow.nest.NestLevel;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The units of a level side by side: who has work in the first wave and in the last, and how a tensor reaches them. */
final class UnitRow {
  static final int UNIT_HEIGHT = 22;

  private static final int GAP = 4;
  private static final int ROW = UNIT_HEIGHT + 6;
  private static final int MOST = 10;
  private static final int LAST = 2;

  /** Index of each unit that is drawn; -1 stands for those that are left out. */
  private final List<Long> shown = new ArrayList<>();
  private final long active;
  private final long activeAtEdge;
  private final long waves;
  private double left;
  private double unit;

  private UnitRow(long units, long active, long activeAtEdge, long waves) {
    this.active = active;
    this.activeAtEdge = activeAtEdge;
    this.waves = waves;
    for (long u = 0; u < units; u++) {
      if (units <= MOST || u < MOST - LAST - 1 || u >= units - LAST) {
        shown.add(u);
      } else if (u == MOST - LAST - 1) {
        shown.add(-1L);
        u = units - LAST - 1;
      }
    }
  }

  static UnitRow of(NestLevel level) {
    // With two loops in space the unit has work only where both have.
    Loop spatial =
        level.loops().stream().filter(Loop::spatial).min((a, b) -> Long.compare(a.activeUnits(), b.activeUnits())).orElse(null);
    return spatial == null
        ? new UnitRow(level.units(), 1, 1, 1)
        : new UnitRow(level.units(), spatial.activeUnits(), spatial.activeAtEdge(), spatial.trips());
  }

  /** Height of all rows. */
  double height() {
    return hasLast() ? 2 * ROW : ROW;
  }

  private boolean hasLast() {
    return waves > 1 && activeAtEdge < active;
  }

  /** Says where the units stand. */
  void place(double from, double to) {
    left = from;
    unit = Math.min(48, (to - from - GAP * (shown.size() - 1)) / shown.size());
  }

  double unitWidth() {
    return unit;
  }

  private double x(int index) {
    return left + index * (unit + GAP);
  }

  /** Draws the rows; answers the upper edge of the first one. */
  double draw(Svg svg, double labelX, double y) {
    row(svg, labelX, y,
        waves == 1 ? "units" : hasLast() ? "every wave but the last" : "each of " + Numbers.grouped(waves) + " waves",
        active);
    if (hasLast()) {
      row(svg, labelX, y + ROW, "last of " + Numbers.grouped(waves) + " waves", activeAtEdge);
    }
    return y;
  }

  private void row(Svg svg, double labelX, double y, String label, long busy) {
    svg.text(labelX, y + 15, label, "small");
    for (int i = 0; i < shown.size(); i++) {
      long index = shown.get(i);
      if (index < 0) {
        svg.text(x(i) + unit / 2, y + 15, "...", "middle");
      } else {
        svg.box(x(i), y, unit, UNIT_HEIGHT, index < busy ? "unit busy" : "unit idle");
        svg.text(x(i) + unit / 2, y + 15, Long.toString(index), index < busy ? "small middle on" : "small middle");
      }
    }
  }

  /** Draws how a tensor reaches the busy units: one bar for what they share, one for each for what is their own. */
  void lane(Svg svg, double y, Reuse reuse) {
    String style = "tensor " + NestDrawing.style(reuse.tensor());
    int busy = (int) shown.stream().filter(u -> u < 0 ? active > MOST - LAST - 1 : u < active).count();
    switch (reuse.inSpace()) {
      case MULTICAST, REDUCTION -> svg.box(left, y, x(busy - 1) + unit - left, 10, style);
      case ONE_UNIT -> svg.box(left, y, unit, 10, style);
      case UNICAST, HALO -> {
        for (int i = 0; i < busy; i++) {
          if (shown.get(i) >= 0) {
            boolean halo = reuse.inSpace() == Reuse.InSpace.HALO;
            double more = halo ? GAP : 0;
            svg.box(x(i) - (i == 0 ? 0 : more), y + (halo && i % 2 == 1 ? 3 : 0), unit + more + (i == 0 ? 0 : more),
                halo ? 7 : 10, style);
          }
        }
      }
    }
  }
}
