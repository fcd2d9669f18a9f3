package dev.dovetail.models.mapping.files;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.mapping.DecidedPlan;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a plan of kind {@code fusion} (format {@code fusion-plan/1}: layer groups, sub-groups and tile counts as SoMa has them) as decisions
 * for a mapping: layers whose groups are cut by DRAM are fusion groups, a layer's rows are cut as high as its tile is.
 *
 * <p>Role: what was planned for one core with one buffer becomes a mapping of the same network. Layers are found by name.
 */
public final class FusionPlanImport {
  /** The format that is read. */
  public static final String FORMAT = "fusion-plan/1";

  private FusionPlanImport() {}

  /**
   * Reads the derived section {@code subGroups}, which names layers and their tiles.
   *
   * @throws dev.dovetail.models.BadInputException if there is none, or none of its layers is in the network
   */
  public static DecidedPlan read(DataNode root, MappingProblem problem) {
    DataNode subGroups = root.optional("subGroups").orElseThrow(() -> root.error(
        "The fusion plan has no sub-groups, from which layers and tiles are read.",
        "write it with 'dovetail solve', which derives them."));
    Map<Integer, List<String>> groups = new TreeMap<>();
    Map<String, LayerGrid> grids = new HashMap<>();
    boolean anyKnown = false;
    for (DataNode subGroup : subGroups.items()) {
      int group = subGroup.required("layerGroup").intValue(0, Integer.MAX_VALUE);
      for (DataNode item : subGroup.required("layers").items()) {
        String name = item.required("name").text();
        groups.computeIfAbsent(group, k -> new ArrayList<>()).add(name);
        Layer layer = problem.base().workload().layer(name);
        if (layer != null) {
          anyKnown = true;
          grids.put(name, grid(layer, item.required("tile")));
        }
      }
    }
    if (!anyKnown) {
      throw subGroups.error("None of the plan's layers is in the network (%s).".formatted(problem.base().workload().name()),
          "the plan was made for another network.");
    }
    String name = root.optional("problem").map(DataNode::text).orElse("?");
    return new DecidedPlan("fusion plan of " + name, List.copyOf(groups.values()), grids, Map.of());
  }

  /** A tile is given as samples, channels, height, width. */
  private static LayerGrid grid(Layer layer, DataNode tile) {
    List<DataNode> shape = tile.items();
    if (shape.size() != 4) {
      throw tile.error("The tile (%s) must be four numbers: samples, channels, height, width.".formatted(tile.label()),
          "a number is missing.");
    }
    int height = shape.get(2).intValue(1, Integer.MAX_VALUE);
    int rows = layer.rowAxis() < 0 ? 1 : (layer.shape().get(layer.rowAxis()) + height - 1) / height;
    return new LayerGrid(Math.max(1, rows), 1, 1).fitted(layer);
  }
}
