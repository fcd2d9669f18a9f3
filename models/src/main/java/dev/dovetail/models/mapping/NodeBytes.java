package dev.dovetail.models.mapping;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationFeasibility;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What computation nodes of layers need of cores' buffers, worked out once. */
final class NodeBytes {
  private record Key(int layer, @Nullable LayerGrid grid) {}

  private final AllocationProblem base;
  private final Map<Key, long[][]> known = new HashMap<>();

  NodeBytes(AllocationProblem base) {
    this.base = base;
  }

  /**
   * For some nodes that cannot be avoided, the bytes that each core needs to run them; -1 where a core does not run the layer.
   *
   * @param grid the tiles that the nodes must be, or null for the smallest nodes that there are
   */
  long[][] of(int layer, @Nullable LayerGrid grid) {
    return known.computeIfAbsent(new Key(layer, grid), k -> bytes(base.workload().layers().get(layer), grid));
  }

  private long[][] bytes(Layer layer, @Nullable LayerGrid grid) {
    List<Box> nodes = grid == null ? AllocationFeasibility.smallestNodes(layer) : ends(grid.fitted(layer), layer);
    List<Core> cores = base.accelerator().cores();
    long[][] bytes = new long[nodes.size()][cores.size()];
    for (int c = 0; c < cores.size(); c++) {
      int like = like(layer, c);
      boolean runs = like == c && base.runs(layer, cores.get(c));
      for (int n = 0; n < nodes.size(); n++) {
        bytes[n][c] =
            like < c ? bytes[n][like] : runs ? AllocationFeasibility.bytes(base, layer, nodes.get(n), cores.get(c)) : -1;
      }
    }
    return bytes;
  }

  /** The first core that costs the same. */
  private int like(Layer layer, int core) {
    List<Core> cores = base.accelerator().cores();
    for (int c = 0; c < core; c++) {
      if (cores.get(c).type().equals(cores.get(core).type())
          && base.costs().interchangeable(layer, cores.get(c), cores.get(core))) {
        return c;
      }
    }
    return core;
  }

  /** First, middle and last tiles of both axes. */
  private static List<Box> ends(LayerGrid grid, Layer layer) {
    List<Box> all = grid.boxes(layer);
    return Arrays.stream(new int[] {0, grid.rows() / 2, grid.rows() - 1}).distinct().boxed()
        .flatMap(r -> Arrays.stream(new int[] {0, grid.chunks() / 2, grid.chunks() - 1}).distinct()
            .mapToObj(g -> all.get(r * grid.chunks() + g)))
        .toList();
  }
}
