package dev.dovetail.models.fusion;

import java.util.List;

/**
 * Order, cuts and tile counts: the layer-fusion attributes of SoMa (HPCA 2025), and how often weights are loaded.
 *
 * @param order the layers in the order of their first tiles, a topological order
 * @param dramCuts positions at which a layer group begins, ascending, the first is 0
 * @param flcCuts further positions at which a sub-group begins inside of a layer group, ascending, none in {@code dramCuts}
 * @param tileCounts tiles per sub-group, in the order of positions, each at least 1
 * @param weightLoads by layer id: into how many consecutive blocks its tiles are divided, each of which loads the weights anew;
 *     1 is once for all; empty means 1 for all layers
 */
public record FusionPlan(
    List<Integer> order, List<Integer> dramCuts, List<Integer> flcCuts, List<Integer> tileCounts, List<Integer> weightLoads) {
  public FusionPlan {
    order = List.copyOf(order);
    dramCuts = List.copyOf(dramCuts);
    flcCuts = List.copyOf(flcCuts);
    tileCounts = List.copyOf(tileCounts);
    weightLoads = List.copyOf(weightLoads);
  }

  /** A plan that loads all weights once. */
  public FusionPlan(List<Integer> order, List<Integer> dramCuts, List<Integer> flcCuts, List<Integer> tileCounts) {
    this(order, dramCuts, flcCuts, tileCounts, List.of());
  }
}
