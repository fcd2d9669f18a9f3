package dev.dovetail.models.linkslots.routes;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The links of a network without its local ports, as arrays: what paths are searched in. The same class serves both directions, so that
 * in-trees are out-trees of the reversed graph.
 */
final class LinkGraph {
  private final int[] tail;
  private final int[] head;
  private final int[][] outgoing;
  private final int[][] distances;
  private final LinkNetwork network;

  /**
   * @param network whose links
   * @param reversed whether every link is walked against its direction
   */
  LinkGraph(SlotNetwork network, boolean reversed) {
    this.network = network.links();
    List<Edge> edges = this.network.edges();
    tail = edges.stream().mapToInt(reversed ? Edge::to : Edge::from).toArray();
    head = edges.stream().mapToInt(reversed ? Edge::from : Edge::to).toArray();
    List<List<Integer>> leaving = new ArrayList<>();
    this.network.nodes().forEach(n -> leaving.add(new ArrayList<>()));
    for (int e = 0; e < tail.length; e++) {
      if (!isPort(edges.get(e))) {
        leaving.get(tail[e]).add(e);
      }
    }
    outgoing = leaving.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
    distances = new int[outgoing.length][];
  }

  private boolean isPort(Edge edge) {
    for (int c : edge.channels()) {
      Channel.Kind kind = network.channels().get(c).kind();
      if (kind == Channel.Kind.INJECT || kind == Channel.Kind.EJECT) {
        return true;
      }
    }
    return false;
  }

  /** The edge from a tile into its router; -1 if the tile has no port. */
  static int injectEdge(SlotNetwork network, Tile tile) {
    return tile.source() == tile.router() ? -1 : edgeBetween(network.links(), tile.source(), tile.router());
  }

  /** The edge from a router into its tile; -1 if the tile has no port. */
  static int ejectEdge(SlotNetwork network, Tile tile) {
    return tile.sink() == tile.router() ? -1 : edgeBetween(network.links(), tile.router(), tile.sink());
  }

  private static int edgeBetween(LinkNetwork links, int from, int to) {
    for (int e = 0; e < links.edges().size(); e++) {
      if (links.edges().get(e).from() == from && links.edges().get(e).to() == to) {
        return e;
      }
    }
    throw new IllegalArgumentException(
        "The tile at node (%s) has no edge to or from its router.".formatted(links.nodes().get(from).name()));
  }

  int nodes() {
    return outgoing.length;
  }

  /** Edges that leave a node, by index. */
  int[] outgoing(int node) {
    return outgoing[node];
  }

  /** Node that an edge leads to, in this graph's direction. */
  int head(int edge) {
    return head[edge];
  }

  /** Node that an edge comes from, in this graph's direction. */
  int tail(int edge) {
    return tail[edge];
  }

  /** Link from one node to the next, the first one of several; -1 if there is none. */
  int link(int from, int to) {
    for (int e : outgoing[from]) {
      if (head[e] == to) {
        return e;
      }
    }
    return -1;
  }

  /** Links on a shortest path from a node to each other one; {@link Integer#MAX_VALUE} if there is no path. */
  synchronized int[] distancesFrom(int node) {
    int[] known = distances[node];
    if (known != null) {
      return known;
    }
    int[] distance = new int[outgoing.length];
    Arrays.fill(distance, Integer.MAX_VALUE);
    int[] queue = new int[outgoing.length];
    int end = 1;
    queue[0] = node;
    distance[node] = 0;
    for (int i = 0; i < end; i++) {
      for (int e : outgoing[queue[i]]) {
        if (distance[head[e]] == Integer.MAX_VALUE) {
          distance[head[e]] = distance[queue[i]] + 1;
          queue[end++] = head[e];
        }
      }
    }
    distances[node] = distance;
    return distance;
  }
}
