package dev.dovetail.models.fusion;

import dev.dovetail.models.intracore.polar.TileCost;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A sub-group of a plan: layers that are computed tile by tile in turn.
 *
 * @param group index of its layer group
 * @param firstPosition position of its first layer in the order
 * @param firstTile position of its first tile in the compute stream; layer i of it computes tile t at {@code firstTile + t *
 *     layers + i}
 * @param tiles how many tiles each of its layers has
 * @param layers ids in their order
 * @param shapes of each layer's tiles
 * @param costs of one tile of each layer
 */
public record SubGroup(
    int group, int firstPosition, int firstTile, int tiles, List<Integer> layers, List<TileShape> shapes, List<TileCost> costs) {
  public SubGroup {
    layers = List.copyOf(layers);
    shapes = List.copyOf(shapes);
    costs = List.copyOf(costs);
  }

  /**
   * Where a sub-group lies.
   *
   * @param group index of its layer group
   * @param from position of its first layer
   * @param to one past the position of its last layer
   * @param tiles how many tiles each of its layers has
   */
  public record Span(int group, int from, int to, int tiles) {}

  /** The sub-groups of a plan whose cuts and tile counts fit together. */
  public static List<Span> spans(FusionPlan plan) {
    TreeSet<Integer> cuts = new TreeSet<>(plan.dramCuts());
    cuts.addAll(plan.flcCuts());
    List<Integer> begins = new ArrayList<>(cuts);
    List<Span> spans = new ArrayList<>();
    int group = -1;
    for (int g = 0; g < begins.size(); g++) {
      int from = begins.get(g);
      group += plan.dramCuts().contains(from) ? 1 : 0;
      int to = g + 1 < begins.size() ? begins.get(g + 1) : plan.order().size();
      spans.add(new Span(group, from, to, plan.tileCounts().get(g)));
    }
    return spans;
  }

  /** Position of a tile of the layer with index {@code layer} within this sub-group. */
  public int position(int layer, int tile) {
    return firstTile + tile * layers.size() + layer;
  }
}
