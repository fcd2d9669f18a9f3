package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.dramschedule.StandardLists;
import java.util.SplittableRandom;

/**
 * Random changes of a plan: the order, the cuts, the tile counts.
 *
 * <p>Role: the neighbourhoods of the search. Every move keeps the order topological and the cuts well formed; whether the plan
 * fits the buffer is for the evaluation to say.
 */
final class Moves {
  /** Most positions between two cuts that a shift moves over in most cases. */
  private static final int NEAR = 4;

  private final LayerGraph graph;
  private final SplittableRandom random;
  private final FusionProblem problem;
  private final int[] at;
  private final int[] picked;

  Moves(FusionProblem problem, LayerGraph graph, SplittableRandom random) {
    this.problem = problem;
    this.graph = graph;
    this.random = random;
    this.at = new int[graph.size()];
    this.picked = new int[graph.size()];
  }

  /**
   * Changes a plan at random.
   *
   * @return whether anything changed
   */
  boolean change(Genes g) {
    int n = g.size();
    int dice = random.nextInt(100);
    if (n > 1 && dice < 22) {
      return relocate(g, 1);
    } else if (n > 2 && dice < 26) {
      return relocate(g, 2 + random.nextInt(Math.min(6, n - 1)));
    } else if (dice < 56 || n == 1) {
      return retile(g);
    } else if (dice < 65) {
      return merge(g);
    } else if (dice < 74) {
      return split(g);
    } else if (dice < 80) {
      return flip(g);
    } else if (dice < 93) {
      return shift(g);
    } else if (dice < 97) {
      g.list = random.nextInt(StandardLists.count());
      return true;
    }
    return problem.rules().reloadWeights() ? reload(g) : shift(g);
  }

  private int randomStart(Genes g) {
    int s = g.start(random.nextInt(g.size()));
    if (random.nextBoolean()) {
      return s; // large sub-groups are met more often
    }
    int count = 0;
    for (int i = 0; i < g.size(); i++) {
      if (g.cut[i] != Genes.NONE) {
        picked[count++] = i;
      }
    }
    return picked[random.nextInt(count)];
  }

  /** A cut other than the first, or -1. */
  private int randomCut(Genes g, boolean between) {
    int count = 0;
    for (int i = 1; i < g.size(); i++) {
      if (g.cut[i] != Genes.NONE == between) {
        picked[count++] = i;
      }
    }
    return count == 0 ? -1 : picked[random.nextInt(count)];
  }

  /** Another tile count for a sub-group, or for a few neighbours alike. */
  private boolean retile(Genes g) {
    int s = randomStart(g);
    boolean up = random.nextBoolean();
    int before = g.tiles[s];
    int after = other(before, up);
    if (after == before || after < 1) {
      return false;
    }
    g.tiles[s] = after;
    if (random.nextInt(8) == 0) {
      // A run of sub-groups in step
      int k = g.end(s);
      for (int more = 1 + random.nextInt(3); more > 0 && k < g.size(); more--) {
        g.tiles[k] = Math.max(1, up ? g.tiles[k] * 2 : g.tiles[k] / 2);
        k = g.end(k);
      }
    }
    return true;
  }

  private int other(int t, boolean up) {
    if (problem.rules().anyTileCount()) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        int step = 1 + random.nextInt(2);
        return Math.max(1, up ? t + step : t - step);
      } else if (dice < 7) {
        double factor = 1 + random.nextDouble();
        return Math.max(1, (int) Math.round(up ? t * factor : t / factor));
      }
    }
    return up ? Math.min(t, Integer.MAX_VALUE / 2) * 2 : t / 2;
  }

  private boolean merge(Genes g) {
    int k = randomCut(g, true);
    if (k < 0) {
      return false;
    }
    int s = g.start(k - 1);
    if (random.nextInt(g.end(k) - s) < g.end(k) - k) {
      g.tiles[s] = g.tiles[k];
    }
    g.cut[k] = Genes.NONE;
    return true;
  }

  private boolean split(Genes g) {
    int k = randomCut(g, false);
    if (k < 0) {
      return false;
    }
    int s = g.start(k);
    int t = g.tiles[s];
    g.cut[k] = random.nextInt(3) == 0 ? Genes.DRAM : Genes.FLC;
    g.tiles[k] = t;
    switch (random.nextInt(4)) {
      case 0 -> g.tiles[k] = other(t, random.nextBoolean());
      case 1 -> g.tiles[s] = other(t, random.nextBoolean());
      default -> {
        // both as before
      }
    }
    g.tiles[k] = Math.max(1, g.tiles[k]);
    g.tiles[s] = Math.max(1, g.tiles[s]);
    return true;
  }

  private boolean flip(Genes g) {
    int k = randomCut(g, true);
    if (k < 0) {
      return false;
    }
    g.cut[k] = g.cut[k] == Genes.FLC ? Genes.DRAM : Genes.FLC;
    return true;
  }

  /** Moves a cut with its kind and the tiles after it. */
  private boolean shift(Genes g) {
    int k = randomCut(g, true);
    if (k < 0) {
      return false;
    }
    int low = g.start(k - 1) + 1;
    int high = g.end(k) - 1;
    if (random.nextInt(4) > 0) {
      low = Math.max(low, k - NEAR);
      high = Math.min(high, k + NEAR);
    }
    if (low >= high) {
      return false;
    }
    int to = low + random.nextInt(high - low);
    to = to >= k ? to + 1 : to;
    byte kind = g.cut[k];
    int t = g.tiles[k];
    g.cut[k] = Genes.NONE;
    g.cut[to] = kind;
    g.tiles[to] = t;
    return true;
  }

  private boolean reload(Genes g) {
    int p = random.nextInt(g.size());
    int l = g.order[p];
    if (graph.layers[l].weightBytes() == 0) {
      return false;
    }
    int t = g.tiles[g.start(p)];
    int before = g.loads[l];
    g.loads[l] = random.nextBoolean() ? Math.min(t, before * 2) : Math.max(1, before / 2);
    return g.loads[l] != before;
  }

  /** Takes a run of layers out of the order and puts it elsewhere. */
  private boolean relocate(Genes g, int length) {
    int n = g.size();
    if (length >= n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      at[g.order[i]] = i;
    }
    int from = random.nextInt(n - length + 1);
    int last = from + length - 1;
    int low = 0;
    int high = n - length;
    for (int i = from; i <= last; i++) {
      for (int p : graph.producers[g.order[i]]) {
        if (at[p] < from) {
          low = Math.max(low, at[p] + 1);
        }
      }
      for (int k : graph.consumers[g.order[i]]) {
        if (at[k] > last) {
          high = Math.min(high, at[k] - length);
        }
      }
    }
    if (low >= high) {
      return false;
    }
    int to = low + random.nextInt(high - low);
    to = to >= from ? to + 1 : to;
    move(g, from, length, to);
    return true;
  }

  /** Moves a run; {@code to} is the position of its first layer afterwards. */
  private void move(Genes g, int from, int length, int to) {
    int n = g.size();
    for (int i = 0; i < length; i++) {
      removeAt(g, from, n - i);
      // the removed layer now stands behind the others
    }
    // The layers of the run are at the end, in their order: n - length .. n - 1
    int rest = n - length;
    boolean own = random.nextInt(6) == 0;
    boolean joinsNext = to == 0 || (to < rest && random.nextBoolean());
    byte kindAt = to < rest ? g.cut[to] : Genes.NONE;
    int tilesAt = to < rest ? g.tiles[to] : 1;
    int tilesBefore = to > 0 ? g.tiles[g.start(to - 1)] : tilesAt;
    for (int i = 0; i < length; i++) {
      picked[i] = g.order[rest + i];
    }
    System.arraycopy(g.order, to, g.order, to + length, rest - to);
    System.arraycopy(g.cut, to, g.cut, to + length, rest - to);
    System.arraycopy(g.tiles, to, g.tiles, to + length, rest - to);
    for (int i = 0; i < length; i++) {
      g.order[to + i] = picked[i];
      g.cut[to + i] = Genes.NONE;
      g.tiles[to + i] = 1;
    }
    if (kindAt != Genes.NONE && joinsNext) {
      g.cut[to] = kindAt;
      g.tiles[to] = tilesAt;
      g.cut[to + length] = Genes.NONE;
    }
    if (own && g.cut[to] == Genes.NONE) {
      g.cut[to] = Genes.FLC;
      g.tiles[to] = tilesBefore;
      if (to + length < n && g.cut[to + length] == Genes.NONE && random.nextBoolean()) {
        g.cut[to + length] = Genes.FLC;
        g.tiles[to + length] = tilesBefore;
      }
    }
  }

  /**
   * Takes the layer at a position out and puts it behind position {@code size} - 1; a cut before it moves to the layer after
   * it.
   */
  private static void removeAt(Genes g, int position, int size) {
    int l = g.order[position];
    byte kind = g.cut[position];
    int t = g.tiles[position];
    if (kind != Genes.NONE && position + 1 < size) {
      if (g.cut[position + 1] == Genes.NONE) {
        g.tiles[position + 1] = t;
        g.cut[position + 1] = kind;
      } else if (kind > g.cut[position + 1]) {
        g.cut[position + 1] = kind; // the group was this layer alone
      }
    }
    int n = g.order.length;
    System.arraycopy(g.order, position + 1, g.order, position, n - position - 1);
    System.arraycopy(g.cut, position + 1, g.cut, position, n - position - 1);
    System.arraycopy(g.tiles, position + 1, g.tiles, position, n - position - 1);
    g.order[n - 1] = l;
    g.cut[n - 1] = Genes.NONE;
    g.tiles[n - 1] = 1;
  }
}
