package dev.dovetail.models.mapping;

import java.util.List;

/**
 * Layers between which features may stay on chip. What crosses the border of a group is stored to DRAM and loaded again.
 *
 * @param name unique in its mapping
 * @param layers names of the layers, in the network's order; at least one
 */
public record FusionGroup(String name, List<String> layers) {
  public FusionGroup {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("The fusion group (%s) has no layer.".formatted(name));
    }
  }
}
