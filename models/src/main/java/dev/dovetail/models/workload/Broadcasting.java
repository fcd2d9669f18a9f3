package dev.dovetail.models.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rule by which operands of unequal shapes meet: aligned at the last axis, an extent of 1 is repeated. */
final class Broadcasting {
  private Broadcasting() {}

  /**
   * The common shape.
   *
   * @param layer for the message
   * @throws IllegalArgumentException if two extents of an axis differ and neither is 1
   */
  static List<Integer> shape(String layer, List<List<Integer>> shapes) {
    int rank = shapes.stream().mapToInt(List::size).max().orElse(0);
    List<Integer> result = new ArrayList<>(Collections.nCopies(rank, 1));
    for (List<Integer> s : shapes) {
      for (int a = 0; a < s.size(); a++) {
        int at = rank - s.size() + a;
        if (s.get(a) != 1 && result.get(at) != 1 && !s.get(a).equals(result.get(at))) {
          throw new IllegalArgumentException(
              "The layer (%s): its operands %s must have equal extents or 1 on each axis.".formatted(layer, shapes));
        }
        result.set(at, Math.max(result.get(at), s.get(a)));
      }
    }
    return result;
  }

  /** How an operand of shape {@code from} is read by an output whose first axes have the shape {@code to}; may be added to. */
  static List<AxisMap> maps(List<Integer> from, List<Integer> to) {
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < from.size(); a++) {
      int at = to.size() - from.size() + a;
      maps.add(from.get(a) == 1 && to.get(at) > 1 ? new AxisMap.At(0) : new AxisMap.Same(at));
    }
    return maps;
  }
}
