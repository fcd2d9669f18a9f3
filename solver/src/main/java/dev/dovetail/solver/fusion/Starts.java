package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionProblem;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Plans to begin with, all in the order of the network's file: layer by layer, everything in one group, segments chosen by a
 * dynamic programme over sums of compute and traffic.
 *
 * <p>Role: the search's portfolio; the first of them fits nearly every buffer that anything fits.
 */
final class Starts {
  /** Pairs of first and last layer that the dynamic programme looks at, at most. */
  private static final int MOST_SEGMENTS = 12_000;

  /** Tile counts from the least that fits on that the dynamic programme tries. */
  private static final int TILE_COUNTS = 4;

  private final FusionProblem problem;
  private final LayerGraph graph;
  private final TiledGroups tiledGroups;
  private final FcIsolation isolation;
  private final BooleanSupplier stop;
  private final int[] natural;

  Starts(FusionProblem problem, LayerGraph graph, TiledGroups tiledGroups, BooleanSupplier stop) {
    this.problem = problem;
    this.graph = graph;
    this.tiledGroups = tiledGroups;
    this.isolation = new FcIsolation(graph, problem.rules().isolateFc());
    this.stop = stop;
    natural = new Genes(graph.size()).order;
  }

  /** How compute and traffic of a segment become one number. */
  enum Mix {
    /** Whichever takes longer: what a segment takes if its streams overlap. */
    LONGER,
    /** Both: what counts if they overlap with those of other segments. */
    SUM,
    /** Traffic, which is most of what plans can save energy by. */
    TRAFFIC
  }

  /** Gives the plans of the portfolio, one after another, until {@code enough} says so. */
  void each(Predicate<Genes> enough) {
    if (enough.test(layerByLayer())) {
      return;
    }
    for (int t = 1; t <= Math.max(16, 4 * problem.batch()); t *= 2) {
      if (enough.test(oneGroup(t))) {
        return;
      }
    }
    for (int share = 2; share <= 4; share = share == 2 ? 1 : share == 1 ? 4 : 8) {
      for (Mix mix : Mix.values()) {
        if (enough.test(segments(mix, share, Genes.FLC)) || enough.test(segments(mix, share, Genes.DRAM))) {
          return;
        }
      }
    }
  }

  /** Every layer a layer group of its own. */
  Genes layerByLayer() {
    Genes g = new Genes(graph.size());
    for (int i = 0; i < graph.size(); i++) {
      g.cut[i] = Genes.DRAM;
      int half = leastTiles(i, i + 1, 2, 1);
      g.tiles[i] = half > 0 ? half : Math.max(1, leastTiles(i, i + 1, 1, 1));
    }
    // A run of pools before a fully connected layer belongs to its group.
    isolation.enforce(g);
    return g;
  }

  /** All layers in one group, with the same tile count. */
  Genes oneGroup(int tiles) {
    Genes g = new Genes(graph.size());
    g.tiles[0] = tiles;
    isolation.enforce(g);
    return g;
  }

  /**
   * The segments of the least sum of costs.
   *
   * @param share a segment's tiles and weights take at most this part of the buffer: 1 is all of it, 2 half
   * @param kind of the cuts between segments
   */
  Genes segments(Mix mix, int share, byte kind) {
    int n = graph.size();
    long[] best = new long[n + 1];
    int[] from = new int[n + 1];
    int[] tiles = new int[n + 1];
    Arrays.fill(best, Long.MAX_VALUE);
    best[0] = 0;
    int longest = Math.max(4, MOST_SEGMENTS / n);
    Genes alone = layerByLayer();
    for (int i = 0; i < n; i++) {
      offer(best, from, tiles, i, i + 1, alone.tiles[i], mix);
      int least = 1;
      for (int j = i + 2; j <= Math.min(n, i + longest) && !stop.getAsBoolean(); j++) {
        least = leastTiles(i, j, share, least);
        if (least == 0) {
          break; // more layers need no less
        }
        int t = least;
        for (int k = 0; k < TILE_COUNTS; k++) {
          offer(best, from, tiles, i, j, t, mix);
          t *= 2;
        }
      }
    }
    Genes g = new Genes(n);
    for (int j = n; j > 0; j = from[j]) {
      g.cut[from[j]] = from[j] == 0 ? Genes.DRAM : kind;
      g.tiles[from[j]] = tiles[j];
    }
    isolation.enforce(g);
    return g;
  }

  private void offer(long[] best, int[] from, int[] tiles, int i, int j, int t, Mix mix) {
    TiledGroup s = tiledGroups.get(natural, i, j, t);
    if (!s.possible) {
      return;
    }
    long cost = best[i] + cost(s, i, j, mix);
    if (cost < best[j]) {
      best[j] = cost;
      from[j] = i;
      tiles[j] = t;
    }
  }

  private long cost(TiledGroup s, int from, int to, Mix mix) {
    long bytes = 0;
    for (int l = from; l < to; l++) {
      int m = l - from;
      bytes += graph.layers[l].weightBytes();
      for (long b : s.inBytes[m]) {
        bytes += b * s.tiles;
      }
      for (long b : s.externalBytes[m]) {
        bytes += b * s.tiles;
      }
      if (leaves(l, to)) {
        bytes += s.outBytes[m] * s.tiles;
      }
    }
    long channel = bytes / problem.dramBytesPerCycle();
    return switch (mix) {
      case LONGER -> Math.max(channel, s.computeCycles);
      case SUM -> channel + s.computeCycles;
      case TRAFFIC -> channel + s.computeCycles / 16;
    };
  }

  private boolean leaves(int l, int to) {
    int[] consumers = graph.consumers[l];
    return consumers.length == 0 || consumers[consumers.length - 1] >= to;
  }

  /** The least power of two, from {@code first} on, at which a segment fits its share of the buffer; 0 if none. */
  private int leastTiles(int from, int to, int share, int first) {
    long most = problem.core().bufferBytes() / share;
    long limit = (long) problem.batch() * graph.layers[to - 1].out().height() * graph.layers[to - 1].out().width();
    for (long t = first; t <= Math.max(1, limit); t *= 2) {
      TiledGroup s = tiledGroups.get(natural, from, to, (int) t);
      if (s.possible && footprint(s, from, to) <= most) {
        return (int) t;
      }
    }
    return 0;
  }

  /** Most bytes that the tiles and weights of a segment occupy at once, about. */
  private long footprint(TiledGroup s, int from, int to) {
    long weights = 0;
    for (int l = from; l < to && s.tiles > 1; l++) {
      weights += graph.layers[l].weightBytes();
    }
    long most = 0;
    for (int l = from; l < to; l++) {
      long bytes = s.tiles > 1 ? weights : graph.layers[l].weightBytes();
      for (long b : s.inBytes[l - from]) {
        bytes += b;
      }
      for (long b : s.externalBytes[l - from]) {
        bytes += b;
      }
      for (int p = from; p <= l; p++) {
        int[] consumers = graph.consumers[p];
        boolean alive = p == l;
        for (int k : consumers) {
          alive |= k >= l && k < to;
        }
        bytes += alive ? s.outBytes[p - from] : 0;
      }
      most = Math.max(most, bytes);
    }
    return most;
  }
}
