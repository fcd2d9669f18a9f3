package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one core computes of each node in one iteration of a fusion group.
 *
 * <p>Role: files that give a cost per node and core, without loop sizes, mean these sizes of the mapping that they were made for.
 */
public final class TileSizes {
  private TileSizes() {}

  /** Loop sizes per node of the group, by the node's number; empty if splits or tiles do not divide. */
  public static Optional<Map<Integer, long[]>> of(StreamWorkload workload, StreamGroup group) {
    List<NodePlacement> placements = new ArrayList<>(group.nodes());
    placements.sort((a, b) -> Integer.compare(a.node(), b.node()));
    int[] nodes = placements.stream().mapToInt(NodePlacement::node).toArray();
    GlobalDims dims = new GlobalDims(workload, nodes);
    long[] split = new long[dims.count()];
    Arrays.fill(split, 1);
    for (int i = 0; i < nodes.length; i++) {
      for (NodePlacement.Split s : placements.get(i).splits()) {
        int z = dims.of(i, s.dim());
        split[z] = Math.max(split[z], s.parts());
      }
    }
    long[] tile = new long[dims.count()];
    for (int z = 0; z < tile.length; z++) {
      tile[z] = dims.size(z);
    }
    for (StreamGroup.Tile t : group.tiles()) {
      int i = dims.indexOf(t.node());
      if (i < 0) {
        return Optional.empty();
      }
      int z = dims.of(i, t.dim());
      tile[z] = Math.multiplyExact(t.size(), split[z]);
      if (dims.size(z) % tile[z] != 0) {
        return Optional.empty();
      }
    }
    Map<Integer, long[]> sizes = new HashMap<>();
    for (int i = 0; i < nodes.length; i++) {
      long[] own = new long[workload.node(nodes[i]).dims().size()];
      for (int d = 0; d < own.length; d++) {
        long parts = placements.get(i).parts(d);
        if (tile[dims.of(i, d)] % parts != 0) {
          return Optional.empty();
        }
        own[d] = tile[dims.of(i, d)] / parts;
      }
      sizes.put(nodes[i], own);
    }
    return Optional.of(sizes);
  }
}
