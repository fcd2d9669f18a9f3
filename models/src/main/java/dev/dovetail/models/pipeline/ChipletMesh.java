package dev.dovetail.models.pipeline;

/**
 * Where the chiplets stand: chiplet {@code y * columns + x} in column x, growing east, and row y, growing south.
 *
 * @param columns at least 1
 * @param rows at least 1; columns * rows is the number of chiplets
 * @param linkBytesPerCycle what a link between neighbours carries in each direction; at least 1
 */
public record ChipletMesh(int columns, int rows, long linkBytesPerCycle) {
  /** Directed links between neighbours. */
  public int directedLinks() {
    return 2 * (rows * (columns - 1) + columns * (rows - 1));
  }

  /**
   * The order along which strips lie: row by row, every other row backwards, so that neighbours in the order are neighbours on the mesh.
   *
   * @param position 0..columns*rows-1
   * @return the chiplet at that position
   */
  public int snake(int position) {
    int row = position / columns;
    int column = position % columns;
    return row * columns + (row % 2 == 0 ? column : columns - 1 - column);
  }
}
