package dev.dovetail.models.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle on a mesh.
 *
 * @param x first column, from 0
 * @param y first row, from 0
 * @param width columns
 * @param height rows
 */
public record Place(int x, int y, int width, int height) {
  /**
   * The first chiplets of the rectangle, row by row if it is wide and column by column if it is tall, so that they keep together; ascending.
   *
   * @param count how many, at most its area
   */
  public List<Integer> chiplets(ChipletMesh mesh, int count) {
    List<Integer> chiplets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int column = width >= height ? i % width : i / height;
      int row = width >= height ? i / width : i % height;
      chiplets.add((y + row) * mesh.columns() + x + column);
    }
    chiplets.sort(null);
    return chiplets;
  }

  /** Whether both have a chiplet in common. */
  public boolean overlaps(Place other) {
    return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
  }

  /** The least rectangle around chiplets, of which there is at least one. */
  public static Place around(ChipletMesh mesh, List<Integer> chiplets) {
    int west = chiplets.stream().mapToInt(c -> c % mesh.columns()).min().orElseThrow();
    int east = chiplets.stream().mapToInt(c -> c % mesh.columns()).max().orElseThrow();
    int north = chiplets.stream().mapToInt(c -> c / mesh.columns()).min().orElseThrow();
    int south = chiplets.stream().mapToInt(c -> c / mesh.columns()).max().orElseThrow();
    return new Place(west, north, east - west + 1, south - north + 1);
  }

  /** Where it lies on the mirrored mesh. */
  public Place mirrored(ChipletMesh mesh, boolean columns, boolean rows) {
    return new Place(columns ? mesh.columns() - x - width : x, rows ? mesh.rows() - y - height : y, width, height);
  }
}
