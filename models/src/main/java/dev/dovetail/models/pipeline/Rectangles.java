package dev.dovetail.models.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rectangles fit a mesh.
 *
 * <p>Role: what bounds, encodings and packers know of rectangular regions. Disjoint rectangles of a mesh have at most as much area as the mesh
 * has chiplets, and a region of n chiplets takes at least {@link #leastArea} of it: with that a region is a number again, as without geometry.
 */
public final class Rectangles {
  private final int columns;
  private final int rows;
  private final int[] largest;

  /**
   * A rectangle.
   *
   * @param width columns, at least 1
   * @param height rows, at least 1
   */
  public record Shape(int width, int height) {
    /** Chiplets that it holds. */
    public int area() {
      return width * height;
    }
  }

  /**
   * @param mesh that holds the rectangles
   */
  public Rectangles(ChipletMesh mesh) {
    this.columns = mesh.columns();
    this.rows = mesh.rows();
    this.largest = new int[columns * rows + 1];
    for (int width = 1; width <= columns; width++) {
      for (int height = 1; height <= rows; height++) {
        largest[width * height] = width * height;
      }
    }
    for (int n = 1; n < largest.length; n++) {
      largest[n] = Math.max(largest[n], largest[n - 1]);
    }
  }

  /** Whether some rectangle has exactly that area. */
  public boolean isArea(int n) {
    return n >= 1 && n < largest.length && largest[n] == n;
  }

  /**
   * Area of the largest rectangle of at most {@code n} chiplets: what a region that pays for {@code n} can compute on.
   *
   * @param n 1..columns*rows
   */
  public int largestWithin(int n) {
    return largest[n];
  }

  /**
   * Area of the smallest rectangle of at least {@code n} chiplets.
   *
   * @param n 1..columns*rows
   */
  public int leastArea(int n) {
    int area = n;
    while (largest[area] != area) {
      area++;
    }
    return area;
  }

  /**
   * The smallest rectangles of at least {@code n} chiplets: any other one contains one of them. By width.
   *
   * @param n 1..columns*rows
   */
  public List<Shape> around(int n) {
    List<Shape> shapes = new ArrayList<>();
    for (int width = 1; width <= columns; width++) {
      int height = (n + width - 1) / width;
      boolean isNarrowest = (n + height - 1) / height == width;
      if (height <= rows && isNarrowest) {
        shapes.add(new Shape(width, height));
      }
    }
    return shapes;
  }

  /** The rectangles of exactly {@code n} chiplets, by width; none if {@link #isArea} says so. */
  public List<Shape> of(int n) {
    return around(n).stream().filter(shape -> shape.area() == n).toList();
  }
}
