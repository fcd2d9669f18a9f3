package dev.dovetail.models.linkslots.routes;

import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** XY and YX paths between routers that have positions. */
final class MeshPaths {
  private final LinkGraph graph;
  private final Map<Integer, Tile> atRouter = new HashMap<>();
  private final Map<Long, Integer> routers = new HashMap<>();

  /**
   * @param network whose tiles' positions are those of their routers
   * @param graph its links, forwards
   */
  MeshPaths(SlotNetwork network, LinkGraph graph) {
    this.graph = graph;
    for (Tile tile : network.tiles()) {
      if (tile.x() >= 0 && tile.y() >= 0) {
        atRouter.put(tile.router(), tile);
        routers.put(key(tile.x(), tile.y()), tile.router());
      }
    }
  }

  private static long key(int x, int y) {
    return ((long) x << Integer.SIZE) | y;
  }

  /**
   * The path along one row and one column; empty if a router or link on it is missing.
   *
   * @param columnsFirst whether it goes east or west first
   * @return edges
   */
  Optional<int[]> path(int fromRouter, int toRouter, boolean columnsFirst) {
    Tile from = atRouter.get(fromRouter);
    Tile to = atRouter.get(toRouter);
    if (from == null || to == null) {
      return Optional.empty();
    }
    int[] edges = new int[Math.abs(to.x() - from.x()) + Math.abs(to.y() - from.y())];
    int x = from.x();
    int y = from.y();
    int at = fromRouter;
    for (int i = 0; i < edges.length; i++) {
      if (columnsFirst ? x != to.x() : y == to.y()) {
        x += Integer.signum(to.x() - x);
      } else {
        y += Integer.signum(to.y() - y);
      }
      Integer next = routers.get(key(x, y));
      edges[i] = next == null ? -1 : graph.link(at, next);
      if (edges[i] < 0) {
        return Optional.empty();
      }
      at = graph.head(edges[i]);
    }
    return Optional.of(edges);
  }
}
