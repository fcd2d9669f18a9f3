package dev.dovetail.solver.pipeline.regions;

import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.Rectangles.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs rectangles in a given order by straight cuts: the first ones on one side, the others on the other side, and so on.
 *
 * <p>Role: a dynamic programme over intervals of the order that finds such a packing if there is one, with every shape of every rectangle.
 * Rectangles that are close in the order stay close on the mesh. Source: shape curves of slicing floor plans, Stockmeyer, Information and Control
 * 57 (1983), here over all slicing trees of one order.
 */
final class SlicingPacker {
  private static final int NONE = 1 << 20;

  private final int columns;
  private final int rows;
  private final List<List<Shape>> shapes;

  /** Least height for each width of the rectangles order[a..b], at [a][b][width]. */
  private final int[][][] least;

  /** The cut that needs it: a * 2 + 1 before position a by a vertical line, a * 2 by a horizontal one; 0 for a single rectangle. */
  private final int[][][] cut;

  /** Where the vertical line lies. */
  private final int[][][] leftWidth;
  private int[] order = {};

  /**
   * @param shapes what each rectangle may look like
   */
  SlicingPacker(int columns, int rows, List<List<Shape>> shapes) {
    this.columns = columns;
    this.rows = rows;
    this.shapes = shapes;
    int n = shapes.size();
    this.least = new int[n][n][columns + 1];
    this.cut = new int[n][n][columns + 1];
    this.leftWidth = new int[n][n][columns + 1];
  }

  /** Steps of one call, roughly. */
  static long effort(int rectangles, int columns) {
    long n = rectangles;
    return n * n * n / 6 * columns * columns / 2 + n;
  }

  /**
   * Places the rectangles.
   *
   * @param newOrder all rectangles, each once
   * @return by rectangle; null if no packing by straight cuts has this order
   */
  Place @Nullable [] pack(int[] newOrder) {
    order = newOrder;
    int n = order.length;
    for (int a = 0; a < n; a++) {
      leaf(a);
    }
    for (int length = 2; length <= n; length++) {
      for (int a = 0; a + length <= n; a++) {
        combine(a, a + length - 1);
      }
    }
    if (least[0][n - 1][columns] > rows) {
      return null;
    }
    Place[] places = new Place[n];
    place(0, n - 1, new Place(0, 0, columns, rows), places);
    return places;
  }

  private void leaf(int a) {
    int[] heights = least[a][a];
    Arrays.fill(heights, NONE);
    for (Shape shape : shapes.get(order[a])) {
      for (int width = shape.width(); width <= columns; width++) {
        heights[width] = Math.min(heights[width], shape.height());
      }
    }
  }

  private void combine(int a, int b) {
    int[] heights = least[a][b];
    Arrays.fill(heights, NONE);
    for (int middle = a + 1; middle <= b; middle++) {
      int[] first = least[a][middle - 1];
      int[] second = least[middle][b];
      for (int width = 1; width <= columns; width++) {
        improve(a, b, width, first[width] + second[width], middle * 2, 0);
        for (int left = 1; left < width; left++) {
          improve(a, b, width, Math.max(first[left], second[width - left]), middle * 2 + 1, left);
        }
      }
    }
  }

  private void improve(int a, int b, int width, int height, int how, int left) {
    if (height < least[a][b][width]) {
      least[a][b][width] = height;
      cut[a][b][width] = how;
      leftWidth[a][b][width] = left;
    }
  }

  private void place(int a, int b, Place room, Place[] places) {
    int width = room.width();
    if (a == b) {
      for (Shape shape : shapes.get(order[a])) {
        if (shape.width() <= width && shape.height() == least[a][a][width]) {
          places[order[a]] = new Place(room.x(), room.y(), shape.width(), shape.height());
          return;
        }
      }
      throw new IllegalStateException("The width (%d) must be one that the rectangle (%d) fits.".formatted(width, order[a]));
    }
    int middle = cut[a][b][width] / 2;
    if (cut[a][b][width] % 2 == 1) {
      int left = leftWidth[a][b][width];
      place(a, middle - 1, new Place(room.x(), room.y(), left, room.height()), places);
      place(middle, b, new Place(room.x() + left, room.y(), width - left, room.height()), places);
    } else {
      int height = least[a][middle - 1][width];
      place(a, middle - 1, new Place(room.x(), room.y(), width, height), places);
      place(middle, b, new Place(room.x(), room.y() + height, width, room.height() - height), places);
    }
  }
}
