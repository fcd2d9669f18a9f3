package dev.dovetail.solver.fusion;

/**
 * The rule that each fully connected layer is, with the run of pooling layers right before it, a layer group of its own.
 *
 * <p>Role: check and repair in the search's own form of a plan.
 */
final class FcIsolation {
  private final LayerGraph graph;
  private final boolean isOn;

  /** @param isOn whether the rule holds; else every plan passes */
  FcIsolation(LayerGraph graph, boolean isOn) {
    this.graph = graph;
    this.isOn = isOn && java.util.stream.IntStream.range(0, graph.size()).anyMatch(graph::isFc);
  }

  /** Whether a plan keeps the rule. */
  boolean holds(Genes g) {
    if (!isOn) {
      return true;
    }
    for (int i = 0; i < g.size(); i++) {
      if (graph.isFc(g.order[i])) {
        int first = first(g, i);
        if (g.cut[first] != Genes.DRAM || (i + 1 < g.size() && g.cut[i + 1] != Genes.DRAM)) {
          return false;
        }
        for (int k = first + 1; k <= i; k++) {
          if (g.cut[k] == Genes.DRAM) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Makes a plan keep the rule; what was one sub-group and is cut keeps its tile count on both sides. */
  void enforce(Genes g) {
    if (!isOn) {
      return;
    }
    for (int i = 0; i < g.size(); i++) {
      if (graph.isFc(g.order[i])) {
        int first = first(g, i);
        cut(g, first);
        if (i + 1 < g.size()) {
          cut(g, i + 1);
        }
        for (int k = first + 1; k <= i; k++) {
          if (g.cut[k] == Genes.DRAM) {
            g.cut[k] = Genes.FLC;
          }
        }
      }
    }
  }

  private int first(Genes g, int fc) {
    int first = fc;
    while (first > 0 && graph.isPool(g.order[first - 1])) {
      first--;
    }
    return first;
  }

  private static void cut(Genes g, int position) {
    if (g.cut[position] == Genes.NONE) {
      g.tiles[position] = g.tiles[g.start(position)];
    }
    g.cut[position] = Genes.DRAM;
  }
}
