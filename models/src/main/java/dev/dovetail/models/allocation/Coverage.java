package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Set arithmetic on boxes: is a region covered, are boxes disjoint. All boxes of one call have the same rank. */
final class Coverage {
  private Coverage() {}

  /** Whether {@code box} is a non-empty box inside of a tensor of that shape. */
  static boolean fits(@Nullable Box box, List<Integer> shape) {
    if (box == null || box.rank() != shape.size()) {
      return false;
    }
    for (int a = 0; a < shape.size(); a++) {
      if (box.lo(a) < 0 || box.hi(a) <= box.lo(a) || box.hi(a) > shape.get(a)) {
        return false;
      }
    }
    return true;
  }

  /** The first part of {@code needed} that is in none of the lists of boxes; null if all of it is. */
  static @Nullable Box missing(Box needed, Iterable<List<Box>> have) {
    List<Box> rest = List.of(needed);
    for (List<Box> boxes : have) {
      for (Box box : boxes) {
        if (box.overlaps(needed)) {
          rest = without(rest, box);
          if (rest.isEmpty()) {
            return null;
          }
        }
      }
    }
    return rest.get(0);
  }

  /** The first part of {@code needed} that is in none of the boxes; null if all of it is. */
  static @Nullable Box missingFrom(List<Box> needed, List<Box> have) {
    for (Box box : needed) {
      Box part = missing(box, List.of(have));
      if (part != null) {
        return part;
      }
    }
    return null;
  }

  private static List<Box> without(List<Box> rest, Box box) {
    List<Box> left = new ArrayList<>(rest.size() + 1);
    for (Box r : rest) {
      if (!r.overlaps(box)) {
        left.add(r);
      } else if (!box.contains(r)) {
        left.addAll(r.minus(box));
      }
    }
    return left;
  }

  /** Number of elements of boxes that are known to be disjoint. */
  static long volume(List<Box> boxes) {
    long sum = 0;
    for (Box box : boxes) {
      sum = Math.addExact(sum, box.volume());
    }
    return sum;
  }

  /**
   * Positions of two boxes that share an element; null if all are disjoint.
   *
   * <p>Sweeps along the axis with the most different borders, so that a grid of n boxes costs about n times its other extents.
   */
  static int @Nullable [] overlap(List<Box> boxes) {
    int n = boxes.size();
    if (n < 2) {
      return null;
    }
    int axis = sweepAxis(boxes);
    List<Integer> order = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    if (axis >= 0) {
      order.sort(Comparator.comparingInt(i -> boxes.get(i).lo(axis)));
    }
    List<Integer> active = new ArrayList<>();
    for (int i : order) {
      Box box = boxes.get(i);
      if (axis >= 0) {
        active.removeIf(j -> boxes.get(j).hi(axis) <= box.lo(axis));
      }
      for (int j : active) {
        if (boxes.get(j).overlaps(box)) {
          return new int[] {Math.min(i, j), Math.max(i, j)};
        }
      }
      active.add(i);
    }
    return null;
  }

  private static int sweepAxis(List<Box> boxes) {
    int best = -1;
    int most = 0;
    for (int a = 0; a < boxes.get(0).rank(); a++) {
      Set<Integer> borders = new HashSet<>();
      for (Box box : boxes) {
        borders.add(box.lo(a));
      }
      if (borders.size() > most) {
        most = borders.size();
        best = a;
      }
    }
    return best;
  }
}
