package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * Slots for which messages must hold the links around each rectangle of a mesh.
 *
 * <p>Messages with one source and one destination stand in four-dimensional sums, by the place of both, so that those with both ends within
 * a rectangle take 16 additions. Trees are looked at one by one.
 */
final class RectangleLoads {
  private final LinkSlotsProblem problem;
  private final int w;
  private final int h;
  private final long[] sums; // over sources before (sx, sy) and destinations before (dx, dy)
  private final List<Message> trees = new ArrayList<>();
  private final List<Long> treeHolds = new ArrayList<>();

  RectangleLoads(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    w = problem.network().columns();
    h = problem.network().rows();
    sums = new long[(w + 1) * (h + 1) * (w + 1) * (h + 1)];
    for (Message m : problem.messages()) {
      if (m.sources().size() == 1 && m.destinations().size() == 1) {
        Tile s = problem.network().tiles().get(m.source());
        Tile d = problem.network().tiles().get(m.destinations().get(0));
        sums[at(s.x() + 1, s.y() + 1, d.x() + 1, d.y() + 1)] += times.hold(m);
      } else {
        trees.add(m);
        treeHolds.add(times.hold(m));
      }
    }
    int[] strides = {1, w + 1, (w + 1) * (h + 1), (w + 1) * (h + 1) * (w + 1)};
    int[] sizes = {w + 1, h + 1, w + 1, h + 1};
    for (int dimension = 0; dimension < strides.length; dimension++) {
      for (int i = 0; i < sums.length; i++) {
        if (i / strides[dimension] % sizes[dimension] > 0) {
          sums[i] += sums[i - strides[dimension]];
        }
      }
    }
  }

  private int at(int sx, int sy, int dx, int dy) {
    return ((dy * (w + 1) + dx) * (h + 1) + sy) * (w + 1) + sx;
  }

  /** Slots of the messages with a source in a rectangle {x0, y0, x1, y1} and a destination outside. */
  long leaving(int[] r) {
    long load = paths(r, new int[] {0, 0, w - 1, h - 1}) - paths(r, r);
    for (int i = 0; i < trees.size(); i++) {
      Message m = trees.get(i);
      if (any(m.sources(), r, true) && any(m.destinations(), r, false)) {
        load += treeHolds.get(i);
      }
    }
    return load;
  }

  /** Slots of the messages with a source outside a rectangle {x0, y0, x1, y1} and a destination in it. */
  long entering(int[] r) {
    long load = paths(new int[] {0, 0, w - 1, h - 1}, r) - paths(r, r);
    for (int i = 0; i < trees.size(); i++) {
      Message m = trees.get(i);
      if (any(m.destinations(), r, true) && any(m.sources(), r, false)) {
        load += treeHolds.get(i);
      }
    }
    return load;
  }

  private boolean any(List<Integer> tiles, int[] r, boolean in) {
    for (int i : tiles) {
      Tile t = problem.network().tiles().get(i);
      if ((r[0] <= t.x() && t.x() <= r[2] && r[1] <= t.y() && t.y() <= r[3]) == in) {
        return true;
      }
    }
    return false;
  }

  private long paths(int[] from, int[] to) {
    long load = 0;
    for (int corner = 0; corner < 16; corner++) {
      int sx = (corner & 1) == 0 ? from[2] + 1 : from[0];
      int sy = (corner & 2) == 0 ? from[3] + 1 : from[1];
      int dx = (corner & 4) == 0 ? to[2] + 1 : to[0];
      int dy = (corner & 8) == 0 ? to[3] + 1 : to[1];
      long sum = sums[at(sx, sy, dx, dy)];
      load += Integer.bitCount(corner) % 2 == 0 ? sum : -sum;
    }
    return load;
  }
}
