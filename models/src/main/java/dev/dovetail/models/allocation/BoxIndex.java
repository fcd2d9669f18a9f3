package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds, among many regions of one tensor, those that share an element with another region.
 *
 * <p>Role: makes the checks of a schedule with thousands of stores of a tensor linear. A coarse grid over the two axes with the most
 * borders lists the regions that touch each of its fields; what is found there is compared box by box, so the answer is exact.
 */
final class BoxIndex {
  /** Fields that a region touches on average, at most; beyond that the grid is made coarser. */
  private static final int MOST_FIELDS_EACH = 8;

  private final List<List<Box>> regions;
  private int firstAxis = -1;
  private int secondAxis = -1;
  private int[] firstBorders = {};
  private int[] secondBorders = {};
  private final Map<Long, List<Integer>> fields = new HashMap<>();

  /** @param regions each a list of boxes, all of one rank */
  BoxIndex(List<List<Box>> regions) {
    this.regions = regions;
    List<Box> boxes = regions.stream().flatMap(List::stream).filter(b -> !b.isEmpty()).toList();
    int rank = boxes.isEmpty() ? 0 : boxes.get(0).rank();
    for (int a = 0; a < rank; a++) {
      int[] borders = borders(boxes, a);
      if (firstAxis < 0 || borders.length > firstBorders.length) {
        secondAxis = firstAxis;
        secondBorders = firstBorders;
        firstAxis = a;
        firstBorders = borders;
      } else if (secondAxis < 0 || borders.length > secondBorders.length) {
        secondAxis = a;
        secondBorders = borders;
      }
    }
    while (tooFine(boxes)) {
      firstBorders = everySecond(firstBorders);
      secondBorders = everySecond(secondBorders);
    }
    for (int r = 0; r < regions.size(); r++) {
      for (Box box : regions.get(r)) {
        add(r, box);
      }
    }
  }

  private static int[] borders(List<Box> boxes, int axis) {
    TreeSet<Integer> borders = new TreeSet<>();
    boxes.forEach(b -> borders.add(b.lo(axis)));
    return borders.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] everySecond(int[] borders) {
    int[] half = new int[(borders.length + 1) / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = borders[2 * i];
    }
    return half;
  }

  private boolean tooFine(List<Box> boxes) {
    long touched = 0;
    for (Box b : boxes) {
      long first = 1L + last(b, firstAxis, firstBorders) - first(b, firstAxis, firstBorders);
      long second = 1L + last(b, secondAxis, secondBorders) - first(b, secondAxis, secondBorders);
      touched += first * second;
    }
    return touched > (long) MOST_FIELDS_EACH * boxes.size() && (firstBorders.length > 1 || secondBorders.length > 1);
  }

  /** The field on one axis that holds the first element of a box; elements before the first border belong to the first field. */
  private static int first(Box box, int axis, int[] borders) {
    return axis < 0 ? 0 : field(borders, box.lo(axis));
  }

  private static int last(Box box, int axis, int[] borders) {
    return axis < 0 ? 0 : field(borders, box.hi(axis) - 1);
  }

  private static int field(int[] borders, int element) {
    int at = java.util.Arrays.binarySearch(borders, element);
    return Math.max(0, at >= 0 ? at : -at - 2);
  }

  private void add(int region, Box box) {
    if (box.isEmpty()) {
      return;
    }
    for (int i = first(box, firstAxis, firstBorders); i <= last(box, firstAxis, firstBorders); i++) {
      for (int j = first(box, secondAxis, secondBorders); j <= last(box, secondAxis, secondBorders); j++) {
        List<Integer> here = fields.computeIfAbsent((long) i << 32 | j, k -> new ArrayList<>(2));
        if (here.isEmpty() || here.get(here.size() - 1) != region) {
          here.add(region);
        }
      }
    }
  }

  /** Positions of the regions that share an element with some of the boxes, ascending. */
  List<Integer> overlapping(List<Box> boxes) {
    TreeSet<Integer> found = new TreeSet<>();
    for (Box box : boxes) {
      if (box.isEmpty()) {
        continue;
      }
      for (int i = first(box, firstAxis, firstBorders); i <= last(box, firstAxis, firstBorders); i++) {
        for (int j = first(box, secondAxis, secondBorders); j <= last(box, secondAxis, secondBorders); j++) {
          for (int region : fields.getOrDefault((long) i << 32 | j, List.of())) {
            if (regions.get(region).stream().anyMatch(box::overlaps)) {
              found.add(region);
            }
          }
        }
      }
    }
    return List.copyOf(found);
  }
}
