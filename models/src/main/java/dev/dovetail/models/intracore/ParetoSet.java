package dev.dovetail.models.intracore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the points that no other point dominates. */
public final class ParetoSet {
  private static final Comparator<CostPoint> ORDER =
      Comparator.comparingLong(CostPoint::cycles)
          .thenComparingLong(CostPoint::energyFemtojoules)
          .thenComparingLong(CostPoint::bufferBytes)
          .thenComparingLong(CostPoint::dramBytes);

  private ParetoSet() {}

  /** The non-dominated points, fewest cycles first; of equal points the first. */
  public static List<CostPoint> of(List<CostPoint> points) {
    List<CostPoint> kept = new ArrayList<>();
    // In this order a point can only be dominated by an earlier one. The sort is stable.
    for (CostPoint p : points.stream().sorted(ORDER).toList()) {
      if (kept.stream().noneMatch(k -> k.dominates(p))) {
        kept.add(p);
      }
    }
    return List.copyOf(kept);
  }
}
