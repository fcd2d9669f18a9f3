package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.Partition;
import java.util.List;

/**
 * A cluster before its chiplets are named.
 *
 * @param layers indices, ascending
 * @param partitions by position of the layer
 * @param region how many chiplets of each type
 */
public record ClusterChoice(List<Integer> layers, List<Partition> partitions, Region region) {
  public ClusterChoice {
    layers = List.copyOf(layers);
    partitions = List.copyOf(partitions);
  }

  /** Its layers as an array. */
  public int[] layerArray() {
    return layers.stream().mapToInt(Integer::intValue).toArray();
  }
}
