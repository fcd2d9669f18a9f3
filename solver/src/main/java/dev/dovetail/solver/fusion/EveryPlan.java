package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.Extent;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.function.Predicate;

/**
 * Enumerates all plans of a network: topological orders, then cuts, then tile counts up to one element per tile.
 *
 * <p>Role: the space of the oracle.
 */
final class EveryPlan {
  private final FusionProblem problem;
  private final LayerGraph graph;
  private final int mostTiles;

  EveryPlan(FusionProblem problem, LayerGraph graph) {
    this.problem = problem;
    this.graph = graph;
    int most = 1;
    for (FusionLayer layer : graph.layers) {
      Extent out = layer.out();
      most = (int) Math.max(most, Math.min(1 << 16, (long) problem.batch() * out.height() * out.width()));
    }
    mostTiles = most;
  }

  /** How many plans there are; more than {@code most} are not counted. */
  long count(long most) {
    long[] count = {0};
    each(g -> ++count[0] <= most);
    return count[0];
  }

  /**
   * Gives every plan, in the same object, until {@code next} says no.
   *
   * @return whether all were given
   */
  boolean each(Predicate<Genes> next) {
    Genes genes = new Genes(graph.size());
    return order(genes, 0, new boolean[graph.size()], next);
  }

  private boolean order(Genes g, int position, boolean[] placed, Predicate<Genes> next) {
    if (position == g.size()) {
      return cuts(g, 1, next);
    }
    for (int l = 0; l < g.size(); l++) {
      boolean ready = !placed[l];
      for (int p : graph.producers[l]) {
        ready &= placed[p];
      }
      if (ready) {
        placed[l] = true;
        g.order[position] = l;
        if (!order(g, position + 1, placed, next)) {
          return false;
        }
        placed[l] = false;
      }
    }
    return true;
  }

  private boolean cuts(Genes g, int position, Predicate<Genes> next) {
    if (position >= g.size()) {
      return tiles(g, 0, next);
    }
    for (byte kind = Genes.NONE; kind <= Genes.DRAM; kind++) {
      g.cut[position] = kind;
      if (!cuts(g, position + 1, next)) {
        return false;
      }
    }
    g.cut[position] = Genes.NONE;
    return true;
  }

  private boolean tiles(Genes g, int position, Predicate<Genes> next) {
    if (position == g.size()) {
      return next.test(g);
    }
    int end = g.end(position);
    for (int t = 1; t <= mostTiles; t = problem.rules().anyTileCount() ? t + 1 : 2 * t) {
      g.tiles[position] = t;
      if (!tiles(g, end, next)) {
        return false;
      }
    }
    return true;
  }
}
