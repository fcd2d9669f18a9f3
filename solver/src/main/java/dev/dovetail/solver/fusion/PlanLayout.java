package dev.dovetail.solver.fusion;

import dev.dovetail.models.Exact;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.Arrays;

/**
 * Where a plan's tiles stand and what travels, layer by layer, in arrays that are used again.
 *
 * <p>Role: the cheap half of an expansion: sums of compute, traffic and energy without a single tile or tensor being written
 * down. What it says agrees with the model's expansion of the plan.
 */
final class PlanLayout {
  private final FusionProblem problem;
  private final LayerGraph graph;
  private final TiledGroups tiledGroups;

  /** Sub-groups by their index. */
  final TiledGroup[] group;

  /** First tile position of each sub-group; one more entry behind the last. */
  final int[] groupStart;

  /** Layers of each sub-group. */
  final int[] groupSize;

  /** First plan position of each sub-group; one more entry behind the last. */
  final int[] groupFrom;

  /** Layer group of each sub-group. */
  final int[] layerGroup;

  /** Number of sub-groups. */
  int groups;

  /** Sub-group of each layer, by id. */
  final int[] groupOf;

  /** Index of each layer within its sub-group, by id. */
  final int[] indexOf;

  /** Rank of each layer among the ids of its sub-group, by id: the index into the arrays of {@link TiledGroup}. */
  final int[] memberOf;

  /** Whether each layer's output is stored, by id. */
  final boolean[] stored;

  /** Tiles of all layers. */
  long tileCount;

  /** DRAM tensors. */
  long tensorCount;

  long computeCycles;
  long dramCycles;
  long dramBytes;
  long femtojoules;

  PlanLayout(FusionProblem problem, LayerGraph graph, TiledGroups tiledGroups) {
    this.problem = problem;
    this.graph = graph;
    this.tiledGroups = tiledGroups;
    int n = graph.size();
    group = new TiledGroup[n];
    groupStart = new int[n + 1];
    groupSize = new int[n];
    groupFrom = new int[n + 1];
    layerGroup = new int[n];
    groupOf = new int[n];
    indexOf = new int[n];
    memberOf = new int[n];
    stored = new boolean[n];
  }

  /** First tile of a layer. */
  int first(int layer) {
    return groupStart[groupOf[layer]] + indexOf[layer];
  }

  /** Last tile of a layer. */
  int last(int layer) {
    int s = groupOf[layer];
    return groupStart[s] + (group[s].tiles - 1) * groupSize[s] + indexOf[layer];
  }

  /** Tensors into which a layer's weights are divided for one load of all of them. */
  int chunks(int layer) {
    long bytes = graph.layers[layer].weightBytes();
    long most = problem.rules().weightChunkBytes();
    return bytes == 0 ? 0 : most == 0 || bytes <= most ? 1 : (int) ((bytes + most - 1) / most);
  }

  /**
   * Lays a plan out. Weights that would be loaded more often than there are tiles are loaded once per tile from here on.
   *
   * @param mostTiles more tiles are not laid out
   * @return whether all sub-groups are possible and the tiles not too many; whether they fit the buffer is not asked
   */
  boolean lay(Genes g, int mostTiles) {
    int n = g.size();
    groups = 0;
    int layerGroups = -1;
    tileCount = 0;
    computeCycles = 0;
    femtojoules = 0;
    for (int from = 0; from < n;) {
      int to = g.end(from);
      TiledGroup s = tiledGroups.get(g.order, from, to, g.tiles[from]);
      if (!s.possible) {
        return false;
      }
      if (g.cut[from] == Genes.DRAM) {
        layerGroups++;
      }
      group[groups] = s;
      groupFrom[groups] = from;
      groupStart[groups] = (int) tileCount;
      groupSize[groups] = to - from;
      layerGroup[groups] = layerGroups;
      tileCount += (long) s.tiles * (to - from);
      if (tileCount > mostTiles) {
        return false;
      }
      computeCycles = Exact.add(computeCycles, s.computeCycles);
      femtojoules = Exact.add(femtojoules, s.femtojoules);
      for (int i = from; i < to; i++) {
        int l = g.order[i];
        groupOf[l] = groups;
        indexOf[l] = i - from;
        g.loads[l] = Math.min(g.loads[l], s.tiles);
        memberOf[l] = s.members.length == n ? l : Arrays.binarySearch(s.members, l);
      }
      groups++;
      from = to;
    }
    groupStart[groups] = (int) tileCount;
    groupFrom[groups] = n;
    traffic(g);
    return true;
  }

  /** Whether a producer's output comes from DRAM to a consumer. */
  boolean crosses(int producer, int consumer) {
    return layerGroup[groupOf[producer]] != layerGroup[groupOf[consumer]];
  }

  private void traffic(Genes g) {
    dramBytes = 0;
    dramCycles = 0;
    tensorCount = 0;
    for (int l : g.order) {
      TiledGroup s = group[groupOf[l]];
      int m = memberOf[l];
      int[] producers = graph.producers[l];
      for (int j = 0; j < producers.length; j++) {
        if (crosses(producers[j], l)) {
          add(s.inBytes[m][j], s.tiles);
        }
      }
      for (long bytes : s.externalBytes[m]) {
        add(bytes, s.tiles);
      }
      weights(l, g.loads[l]);
      stored[l] = graph.consumers[l].length == 0;
      for (int k : graph.consumers[l]) {
        stored[l] |= crosses(l, k);
      }
      if (stored[l]) {
        add(s.outBytes[m], s.tiles);
      }
    }
    femtojoules = Exact.add(femtojoules, Exact.multiply(FusionProblem.DRAM_FEMTOJOULES_PER_BYTE, dramBytes));
  }

  private void weights(int l, int loads) {
    int chunks = chunks(l);
    if (chunks == 0) {
      return;
    }
    for (int i = 0; i < chunks; i++) {
      add(chunkBytes(l, i), loads);
    }
  }

  /** Bytes of a chunk of a layer's weights. */
  long chunkBytes(int layer, int index) {
    long bytes = graph.layers[layer].weightBytes();
    long most = problem.rules().weightChunkBytes();
    return most == 0 ? bytes : Math.min(most, bytes - index * most);
  }

  private void add(long bytes, int times) {
    long all = Exact.multiply(bytes, times);
    long rate = problem.dramBytesPerCycle();
    dramBytes = Exact.add(dramBytes, all);
    dramCycles = Exact.add(dramCycles, Exact.multiply((bytes + rate - 1) / rate, times));
    tensorCount += times;
  }
}
