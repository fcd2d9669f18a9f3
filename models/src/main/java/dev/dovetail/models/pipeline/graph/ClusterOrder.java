package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.PipelineNetwork;
import java.util.List;
import java.util.OptionalInt;

/** How deep a pipeline of clusters is. */
public final class ClusterOrder {
  private ClusterOrder() {}

  /**
   * Edges of the longest chain of clusters that depend on each other; empty if some depend on each other in a cycle. For intervals of the chain
   * model that is their number less one.
   *
   * @param clusters disjoint sets of layers, each ascending
   */
  public static OptionalInt depth(GraphCosts costs, List<int[]> clusters) {
    int layers = costs.problem().network().size();
    int[] clusterOf = new int[layers];
    java.util.Arrays.fill(clusterOf, -1);
    for (int c = 0; c < clusters.size(); c++) {
      for (int l : clusters.get(c)) {
        clusterOf[l] = c;
      }
    }
    // Longest paths settle after as many rounds as there are clusters, unless there is a cycle.
    int[] level = new int[clusters.size()];
    boolean changed = true;
    for (int round = 0; changed; round++) {
      if (round > clusters.size()) {
        return OptionalInt.empty();
      }
      changed = false;
      for (int l = 0; l < layers; l++) {
        int to = clusterOf[l];
        for (int source : to < 0 ? new int[0] : costs.sources(l)) {
          int from = source == PipelineNetwork.INPUT ? -1 : clusterOf[source];
          if (from >= 0 && from != to && level[to] <= level[from]) {
            level[to] = level[from] + 1;
            changed = true;
          }
        }
      }
    }
    int depth = 0;
    for (int l : level) {
      depth = Math.max(depth, l);
    }
    return OptionalInt.of(depth);
  }
}
