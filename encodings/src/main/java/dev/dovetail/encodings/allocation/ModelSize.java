package dev.dovetail.encodings.allocation;

import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** About how many variables the joint model of a graph has, before it is built. */
final class ModelSize {
  private ModelSize() {}

  static long estimate(Site site, TileGraph graph, long enough) {
    List<List<Integer>> eligible = new ArrayList<>();
    for (Layer layer : graph.workload().layers()) {
      eligible.add(site.eligible(layer));
    }
    boolean oneChannel =
        site.accelerator.channels().size() - site.accelerator.dramNodes().size() <= 1; // a bus, perhaps with ports behind it
    long variables = 0;
    for (int n = 0; n < graph.nodes(); n++) {
      variables += 1 + eligible.get(graph.layerOf()[n]).size();
    }
    for (Item item : graph.items()) {
      Set<Integer> layers = new HashSet<>();
      Set<Integer> targets = new HashSet<>();
      for (int n : item.consumers()) {
        layers.add(graph.layerOf()[n]);
        targets.addAll(eligible.get(graph.layerOf()[n]));
      }
      int sources = item.producer() < 0 ? 1 : eligible.get(graph.layerOf()[item.producer()]).size();
      if (targets.size() > 20 || sources * (1L << targets.size()) > JointEncoding.MOST_PAIRS) {
        return Long.MAX_VALUE;
      }
      long pairs = oneChannel ? 0 : sources * (1L << targets.size());
      variables += layers.size() * (2L + targets.size() + pairs) + 2L * targets.size() + 2;
      if (variables > enough) {
        return variables;
      }
    }
    return variables;
  }
}
