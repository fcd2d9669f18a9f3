package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.nest.Loop;
import dev.dovetail.models.dataflow.nest.LoopNest;
import dev.dovetail.models.dataflow.nest.NestLevel;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How loops and reuse are called, the same on the terminal and on the page. */
public final class LoopWords {
  private LoopWords() {}

  /** {@code for K} or {@code parallel for K}; a window goes by its output dimension. */
  public static String head(Loop loop) {
    return (loop.spatial() ? "parallel for " : "for ") + dim(loop);
  }

  static LoopDim dim(Loop loop) {
    Loop.Window window = loop.window();
    return window != null ? window.dim() : loop.dim();
  }

  /** The tile and what it is a part of: {@code 64 of 512}. */
  public static String tile(Loop loop) {
    Loop.Window window = loop.window();
    return window != null
        ? Numbers.grouped(Math.min(window.tile(), window.extent())) + " of " + Numbers.grouped(window.extent())
        : Numbers.grouped(Math.min(loop.tile(), loop.extent())) + " of " + Numbers.grouped(loop.extent());
  }

  /** What a window reads, and what neighbouring tiles have in common; empty if there is nothing to say. */
  public static String halo(Loop loop) {
    String shared = loop.overlap() == 0
        ? ""
        : loop.spatial() ? Numbers.grouped(loop.overlap()) + " shared" : Numbers.grouped(loop.overlap()) + " kept";
    if (loop.window() == null || loop.tile() == loop.window().tile()) {
      return shared;
    }
    String what = loop.dim() == LoopDim.Y ? " input rows" : " input columns";
    return Numbers.grouped(Math.min(loop.tile(), loop.extent())) + what + (shared.isEmpty() ? "" : ", " + shared);
  }

  /** {@code 8 steps}, or {@code 2 waves} of units. */
  public static String steps(Loop loop) {
    return loop.spatial() ? Numbers.count(loop.trips(), "wave", "waves") : Numbers.count(loop.trips(), "step", "steps");
  }

  /** What the last step lacks; empty if it is like the others. */
  public static String edge(Loop loop) {
    List<String> parts = new ArrayList<>();
    if (loop.spatial() && loop.activeUnits() < loop.units()) {
      parts.add("%s of %s units busy".formatted(Numbers.grouped(loop.activeUnits()), Numbers.grouped(loop.units())));
    } else if (loop.spatial() && loop.activeAtEdge() < loop.units()) {
      parts.add("last wave %s of %s units".formatted(Numbers.grouped(loop.activeAtEdge()), Numbers.grouped(loop.units())));
    }
    if (loop.edgeTile() < Math.min(loop.tile(), loop.extent())) {
      parts.add("last tile " + Numbers.grouped(edgeTile(loop)));
    }
    return String.join(", ", parts);
  }

  private static long edgeTile(Loop loop) {
    Loop.Window window = loop.window();
    return window == null
        ? loop.edgeTile()
        : Math.max(0, window.extent() - (loop.tiles() - 1) * window.step());
  }

  /** What the units of a level are: {@code 4 clusters of 64 PEs}, {@code 64 PEs}. */
  public static String units(NestLevel level) {
    String pes = Numbers.count(level.peInUnit(), "PE", "PEs");
    return level.peInUnit() == 1
        ? Numbers.count(level.units(), "PE", "PEs")
        : Numbers.count(level.units(), "cluster", "clusters") + " of " + pes;
  }

  /** The dimensions that each unit holds whole, outside of all moving loops: {@code R 3, S 3}; those of size 1 are left out. */
  public static String whole(NestLevel level) {
    List<String> parts = new ArrayList<>();
    level.whole().forEach((dim, size) -> {
      if (size > 1) {
        parts.add(dim + " " + Numbers.grouped(size));
      }
    });
    level.loops().stream().filter(l -> !level.moving().contains(l) && l.extent() > 1).forEach(
        l -> parts.add(l.dim() + " " + Numbers.grouped(l.extent())));
    return String.join(", ", parts);
  }

  /** The work of one processing element in one step of the innermost level: {@code K 1 x C 1 x Y' 1 x X' 1 x R 3 x S 3 = 9 MACs}. */
  public static String innermost(LoopNest nest) {
    List<String> parts = new ArrayList<>();
    long macs = 1;
    for (Map.Entry<LoopDim, Long> e : InnermostWork.of(nest).entrySet()) {
      parts.add(e.getKey() + " " + e.getValue());
      macs = Math.multiplyExact(macs, e.getValue());
    }
    return String.join(" x ", parts) + " = " + Numbers.count(macs, "MAC", "MACs");
  }

  /** Reuse in time: {@code stationary, 16 steps}, {@code partial (halo), 2 of 3 kept}. */
  public static String inTime(Reuse reuse) {
    String kept =
        reuse.kept() == 0 ? "" : ", %s of %s kept".formatted(Numbers.grouped(reuse.kept()), Numbers.grouped(reuse.of()));
    return switch (reuse.inTime()) {
      case STATIONARY -> reuse.inTime().label() + ", " + Numbers.count(reuse.steps(), "step", "steps") + (kept.isEmpty()
          ? ""
          : ", then" + kept.substring(1));
      case PARTIAL -> reuse.inTime().label() + kept;
      case NONE, ONE_STEP -> reuse.inTime().label();
    };
  }

  /** Reuse in space: {@code multicast to 4 units}, {@code reduction of 64 units}. */
  public static String inSpace(Reuse reuse) {
    String units = Numbers.count(reuse.units(), "unit", "units");
    return switch (reuse.inSpace()) {
      case MULTICAST -> "multicast to " + units;
      case REDUCTION -> "reduction of " + units;
      case UNICAST, HALO, ONE_UNIT -> reuse.inSpace().label();
    };
  }
}
