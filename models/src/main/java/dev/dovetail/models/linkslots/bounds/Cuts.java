package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The cuts of a network that carry the most per channel: on a mesh all rectangles, elsewhere all that lies within some distance of a node;
 * outwards and inwards.
 *
 * <p>Role: the choice of cuts. The loads of all of them are counted; heads and tails are looked at for those with the largest loads. Which
 * cuts are chosen does not matter for the validity of a bound.
 */
final class Cuts {
  /**
   * A cut and how full it is.
   *
   * @param name in words
   * @param inside by node, what its messages leave
   * @param slotsPerChannel slots for which messages hold each of its channels on average, rounded up
   */
  record Loaded(String name, boolean[] inside, long slotsPerChannel) {}

  private final LinkSlotsProblem problem;
  private final SlotNetwork network;
  private final LinkNetwork links;
  private final Times times;

  Cuts(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.network = problem.network();
    this.links = network.links();
    this.times = times;
  }

  /** At most {@code most} cuts that some message must pass, the fullest first. */
  List<Loaded> fullest(int most) {
    List<Loaded> found = network.isMesh() ? rectangles() : balls();
    found.sort(Comparator.comparingLong((Loaded l) -> -l.slotsPerChannel()));
    return List.copyOf(found.subList(0, Math.min(most, found.size())));
  }

  /** The cuts around each tile's router, both ways. */
  List<Loaded> aroundTiles() {
    List<Loaded> found = new ArrayList<>();
    for (Tile tile : network.tiles()) {
      boolean[] inside = new boolean[links.nodes().size()];
      inside[tile.router()] = true;
      found.add(new Loaded("the links out of tile " + tile.name(), inside, 0));
      found.add(new Loaded("the links into tile " + tile.name(), complement(inside), 0));
    }
    return found;
  }

  private List<Loaded> rectangles() {
    List<Loaded> found = new ArrayList<>();
    RectangleLoads loads = new RectangleLoads(problem, times);
    int[][] ends = ends();
    for (int y0 = 0; y0 < network.rows(); y0++) {
      for (int y1 = y0; y1 < network.rows(); y1++) {
        for (int x0 = 0; x0 < network.columns(); x0++) {
          for (int x1 = x0; x1 < network.columns(); x1++) {
            rectangle(found, loads, ends, new int[] {x0, y0, x1, y1});
          }
        }
      }
    }
    return found;
  }

  /** Of each link: x and y of its beginning, of its end, and how many messages it carries. */
  private int[][] ends() {
    int[] at = new int[links.nodes().size()];
    Arrays.fill(at, -1);
    for (Tile t : network.tiles()) {
      at[t.router()] = t.y() * network.columns() + t.x();
    }
    List<int[]> ends = new ArrayList<>();
    for (Edge e : links.edges()) {
      int a = at[e.from()];
      int b = at[e.to()];
      if (a >= 0 && b >= 0 && !e.channels().isEmpty()) {
        int w = network.columns();
        ends.add(new int[] {a % w, a / w, b % w, b / w, links.channels().get(e.channels().get(0)).capacity()});
      }
    }
    return ends.toArray(new int[0][]);
  }

  private void rectangle(List<Loaded> found, RectangleLoads loads, int[][] ends, int[] r) {
    long out = 0;
    long in = 0;
    for (int[] e : ends) {
      boolean from = r[0] <= e[0] && e[0] <= r[2] && r[1] <= e[1] && e[1] <= r[3];
      boolean to = r[0] <= e[2] && e[2] <= r[2] && r[1] <= e[3] && e[3] <= r[3];
      out += from && !to ? e[4] : 0;
      in += to && !from ? e[4] : 0;
    }
    String name = "the rectangle x%d..%d y%d..%d".formatted(r[0], r[2], r[1], r[3]);
    boolean[] inside = null;
    long leaving = loads.leaving(r);
    if (leaving > 0 && out > 0) {
      inside = inside(r);
      found.add(new Loaded("the links out of " + name, inside, Machines.ceilDiv(leaving, out)));
    }
    long entering = loads.entering(r);
    if (entering > 0 && in > 0) {
      found.add(
          new Loaded("the links into " + name, complement(inside == null ? inside(r) : inside), Machines.ceilDiv(entering, in)));
    }
  }

  private boolean[] inside(int[] r) {
    boolean[] inside = new boolean[links.nodes().size()];
    for (int y = r[1]; y <= r[3]; y++) {
      for (int x = r[0]; x <= r[2]; x++) {
        inside[network.tiles().get(y * network.columns() + x).router()] = true;
      }
    }
    return inside;
  }

  private static boolean[] complement(boolean[] inside) {
    boolean[] outside = new boolean[inside.length];
    for (int v = 0; v < inside.length; v++) {
      outside[v] = !inside[v];
    }
    return outside;
  }

  /** Around each router that which lies at most 0, 1, 2, ... links away, either way. */
  private List<Loaded> balls() {
    List<Loaded> found = new ArrayList<>();
    List<List<Integer>> neighbours = new ArrayList<>();
    links.nodes().forEach(n -> neighbours.add(new ArrayList<>()));
    for (Edge e : links.edges()) {
      neighbours.get(e.from()).add(e.to());
      neighbours.get(e.to()).add(e.from());
    }
    boolean[] router = new boolean[links.nodes().size()];
    Arrays.fill(router, true);
    for (Tile t : network.tiles()) {
      if (t.source() != t.router()) {
        router[t.source()] = false;
        router[t.sink()] = false;
      }
    }
    for (int c = 0; c < router.length; c++) {
      if (router[c]) {
        ballsAround(c, distances(c, neighbours, router), found);
      }
    }
    return found;
  }

  private static int[] distances(int center, List<List<Integer>> neighbours, boolean[] router) {
    int[] distance = new int[router.length];
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[center] = 0;
    Deque<Integer> open = new ArrayDeque<>(List.of(center));
    while (!open.isEmpty()) {
      int u = open.remove();
      for (int v : neighbours.get(u)) {
        if (router[v] && distance[v] == Integer.MAX_VALUE) {
          distance[v] = distance[u] + 1;
          open.add(v);
        }
      }
    }
    return distance;
  }

  private void ballsAround(int center, int[] distance, List<Loaded> found) {
    int radii = Arrays.stream(distance).filter(d -> d < Integer.MAX_VALUE).max().orElse(0);
    long[] outChange = new long[radii + 2];
    long[] inChange = new long[radii + 2];
    for (Message m : problem.messages()) {
      int nearSource = m.sources().stream().mapToInt(s -> at(s, distance)).min().orElse(0);
      int farSource = m.sources().stream().mapToInt(s -> at(s, distance)).max().orElse(0);
      int nearEnd = m.destinations().stream().mapToInt(d -> at(d, distance)).min().orElse(0);
      int farEnd = m.destinations().stream().mapToInt(d -> at(d, distance)).max().orElse(0);
      count(outChange, nearSource, farEnd, times.hold(m));
      count(inChange, nearEnd, farSource, times.hold(m));
    }
    long out = 0;
    long in = 0;
    for (int radius = 0; radius < radii; radius++) {
      out += outChange[radius];
      in += inChange[radius];
      boolean[] inside = new boolean[distance.length];
      for (int v = 0; v < inside.length; v++) {
        inside[v] = distance[v] <= radius;
      }
      String name = radius == 0
          ? links.nodes().get(center).name()
          : "all that is at most %d links from %s".formatted(radius, links.nodes().get(center).name());
      add(found, "the links out of " + name, inside, out);
      add(found, "the links into " + name, complement(inside), in);
    }
  }

  private void add(List<Loaded> found, String name, boolean[] inside, long load) {
    long machines = load == 0 ? 0 : new Cut(problem, times, inside).machines();
    if (machines > 0) {
      found.add(new Loaded(name, inside, Machines.ceilDiv(load, machines)));
    }
  }

  private int at(int tile, int[] distance) {
    return Math.min(distance[network.tiles().get(tile).router()], distance.length);
  }

  /** A message with an end at distance {@code near} and one at {@code far} passes all radii from the one to before the other. */
  private static void count(long[] change, int near, int far, long load) {
    if (near < far && near < change.length) {
      change[near] += load;
      change[Math.min(far, change.length - 1)] -= load;
    }
  }
}
