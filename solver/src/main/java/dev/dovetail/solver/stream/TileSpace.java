package dev.dovetail.solver.stream;

import java.util.Arrays;
import java.util.List;

/**
 * Every way to split and tile a group so that each node's share is one of given shapes.
 *
 * <p>Role: the outer enumeration. What one node has of a loop is its size over the number of tiles, which all nodes share, and the node's own
 * split; so shapes fix the product of both, and only its factors are chosen.
 */
final class TileSpace {
  /** Hears of each choice. The arrays are the enumeration's own. */
  interface Visitor {
    /**
     * One choice.
     *
     * @param counts per loop its number of tiles
     * @param parts per node and loop into how many parts the node divides it
     * @param shapes per node its shape
     * @return whether to go on
     */
    boolean visit(long[] counts, long[][] parts, NodeShape[] shapes);
  }

  private final SearchGroup group;
  private final List<List<NodeShape>> shapes;
  private final Visitor visitor;
  private final long[] counts;
  private final long[][] parts;
  private final NodeShape[] chosen;
  private boolean isStopped;

  /** @param shapes per node those that it may have */
  TileSpace(SearchGroup group, List<List<NodeShape>> shapes, Visitor visitor) {
    this.group = group;
    this.shapes = shapes;
    this.visitor = visitor;
    this.counts = new long[group.size.length];
    this.parts = new long[group.nodes()][group.size.length];
    this.chosen = new NodeShape[group.nodes()];
    for (long[] p : parts) {
      Arrays.fill(p, 1);
    }
  }

  /** Visits all. */
  void enumerate() {
    node(0);
  }

  private void node(int i) {
    if (i == chosen.length) {
      leaf();
      return;
    }
    for (NodeShape shape : shapes.get(i)) {
      chosen[i] = shape;
      dim(i, 0, 1);
      if (isStopped) {
        return;
      }
    }
  }

  /** Chooses how dimension {@code d} of node {@code i} comes to its size. */
  private void dim(int i, int d, long product) {
    int most = Long.bitCount(chosen[i].cores());
    if (product > most || isStopped) {
      return;
    }
    if (d == group.loopOf[i].length) {
      node(i + 1);
      return;
    }
    int l = group.loopOf[i][d];
    long own = chosen[i].sizes()[d];
    if (l < 0) {
      // A node that costs alike may have a longer loop here.
      if (own == group.node(i).dims().get(d).size()) {
        dim(i, d + 1, product);
      }
      return;
    }
    if (own < 1 || group.size[l] % own != 0) {
      return;
    }
    long ratio = group.size[l] / own;
    if (counts[l] > 0) {
      if (ratio % counts[l] == 0) {
        parts[i][l] = ratio / counts[l];
        dim(i, d + 1, product * parts[i][l]);
        parts[i][l] = 1;
      }
      return;
    }
    for (long split = 1; split <= ratio && split * product <= most; split++) {
      if (ratio % split == 0) {
        counts[l] = ratio / split;
        parts[i][l] = split;
        dim(i, d + 1, product * split);
        parts[i][l] = 1;
        counts[l] = 0;
      }
    }
  }

  private void leaf() {
    for (int l = 0; l < counts.length; l++) {
      long most = 1;
      for (long[] p : parts) {
        most = Math.max(most, p[l]);
      }
      for (int i = 0; i < parts.length; i++) {
        boolean has = (group.nodeLoops[i] >> l & 1) == 1;
        if (has && group.size[l] / counts[l] % parts[i][l] != 0) {
          return;
        }
      }
      if (group.size[l] % (counts[l] * most) != 0) {
        return;
      }
    }
    isStopped = !visitor.visit(counts, parts, chosen);
  }
}
