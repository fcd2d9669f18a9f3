package dev.dovetail.models.linkslots;

import dev.dovetail.models.links.LinkNetwork;
import java.util.List;

/**
 * A network of tiles.
 *
 * <p>With local ports, each tile is a node of its own behind its router, joined by an edge over a channel of kind {@code INJECT} and one
 * over a channel of kind {@code EJECT}: routes begin with the one and end with the other, and all rules treat them as links.
 *
 * @param links nodes, channels and edges, with the ports if there are any
 * @param tiles what flows name, by index
 * @param ports how the local ports count
 * @param columns width of the mesh; 0 if the network is no full regular mesh in which tile y * columns + x is at (x, y)
 * @param rows height of the mesh; 0 if it is none
 */
public record SlotNetwork(LinkNetwork links, List<Tile> tiles, LocalPorts ports, int columns, int rows) {
  public SlotNetwork {
    tiles = List.copyOf(tiles);
    if (columns * rows != 0 && columns * rows != tiles.size()) {
      throw new IllegalArgumentException(
          "A mesh of %d x %d must have as many tiles, not %d.".formatted(columns, rows, tiles.size()));
    }
  }

  /** Whether it is a full regular mesh. */
  public boolean isMesh() {
    return columns > 0;
  }

  /** Whether the finish counts the eject port. */
  public boolean finishCountsPorts() {
    return ports == LocalPorts.BOTH || ports == LocalPorts.ONE;
  }
}
