package dev.dovetail.models.linkslots;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;

/**
 * Networks of regular shape: mesh, ring, line.
 *
 * <p>Other shapes are put together with {@link SlotNetworkBuilder}. Neighbours are joined in both directions.
 */
public final class Topologies {
  private Topologies() {}

  /** A mesh with one message at a time, one slot and one flit per slot on each link. */
  public static SlotNetwork mesh(int columns, int rows, LocalPorts ports) {
    return mesh(columns, rows, ports, Wire.UNIT);
  }

  /** A mesh whose ports carry one message at a time and take as long to cross as its links. */
  public static SlotNetwork mesh(int columns, int rows, LocalPorts ports, Wire link) {
    Wire port = new Wire(1, link.delay(), Bandwidth.ofBytesPerCycle(1));
    return mesh(columns, rows, new SlotNetworkBuilder(ports, port, port), link);
  }

  /**
   * A mesh. Tile {@code y * columns + x} is called by its number and stands in column x, growing east, and row y, growing south. Each tile
   * lists its links to the east, west, north, south, so that the first among shortest paths is the XY path.
   *
   * @param columns at least 1
   * @param rows at least 1
   * @param builder an empty one, which knows the ports
   * @param link each link
   */
  public static SlotNetwork mesh(int columns, int rows, SlotNetworkBuilder builder, Wire link) {
    atLeast("columns", columns, 1);
    atLeast("rows", rows, 1);
    for (int i = 0; i < columns * rows; i++) {
      builder.tile(Integer.toString(i), i % columns, i / columns);
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int here = y * columns + x;
        if (x + 1 < columns) {
          builder.link(here, here + 1, link);
        }
        if (x > 0) {
          builder.link(here, here - 1, link);
        }
        if (y > 0) {
          builder.link(here, here - columns, link);
        }
        if (y + 1 < rows) {
          builder.link(here, here + columns, link);
        }
      }
    }
    return builder.build(columns, rows);
  }

  /**
   * A ring; or, with stations, a ring of routers {@code 0..size-1}, each with a tile {@code size + i} at it by links of its own.
   *
   * @param size at least 3
   * @param stations whether the places of the ring are routers only
   * @param builder an empty one, which knows the ports
   * @param link each link
   */
  public static SlotNetwork ring(int size, boolean stations, SlotNetworkBuilder builder, Wire link) {
    atLeast("size", size, 3);
    return chain(size, size, stations, builder, link);
  }

  /**
   * A line; or, with stations, a line of routers {@code 0..size-1}, each with a tile {@code size + i} at it by links of its own.
   *
   * @param size at least 1
   * @param stations whether the places of the line are routers only
   * @param builder an empty one, which knows the ports
   * @param link each link
   */
  public static SlotNetwork line(int size, boolean stations, SlotNetworkBuilder builder, Wire link) {
    atLeast("size", size, 1);
    return chain(size, size - 1, stations, builder, link);
  }

  private static SlotNetwork chain(int size, int joints, boolean stations, SlotNetworkBuilder builder, Wire link) {
    for (int i = 0; i < size; i++) {
      String name = Integer.toString(i);
      if (stations) {
        builder.router(name);
      } else {
        builder.tile(name);
      }
    }
    for (int i = 0; i < joints; i++) {
      builder.duplex(i, (i + 1) % size, link);
    }
    for (int i = 0; stations && i < size; i++) {
      builder.duplex(i, builder.tile(Integer.toString(size + i)), link);
    }
    return builder.build();
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("The %s (%d) must be at least %d.".formatted(what, value, least));
    }
  }
}
