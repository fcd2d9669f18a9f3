package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.dramschedule.Streams;
import java.util.Arrays;

/**
 * Writes a laid out plan down as compute tiles and DRAM tensors, in the order in which the model creates them.
 *
 * <p>Role: the expensive half of an expansion, without new memory.
 */
final class PlanStreams {
  private final FusionProblem problem;
  private final LayerGraph graph;
  private final PlanLayout layout;

  /** First store of each layer's output, by id. */
  private final int[] firstStore;

  /** List of the stores of each layer's output, by id, or {@link Streams#NO_STORES} as long as nobody asked for it. */
  private final int[] storeList;

  PlanStreams(FusionProblem problem, LayerGraph graph, PlanLayout layout) {
    this.problem = problem;
    this.graph = graph;
    this.layout = layout;
    firstStore = new int[graph.size()];
    storeList = new int[graph.size()];
  }

  /** Fills {@code streams} with the plan that was laid out last. */
  void fill(Genes g, Streams streams) {
    streams.begin(problem.core().bufferBytes(), problem.dramBytesPerCycle());
    Arrays.fill(storeList, Streams.NO_STORES);
    for (int s = 0; s < layout.groups; s++) {
      tiles(g, s, streams);
    }
    for (int l : g.order) {
      inputs(l, streams);
      weights(l, g.loads[l], streams);
      outputs(l, streams);
    }
    streams.seal();
  }

  private void tiles(Genes g, int s, Streams streams) {
    TiledGroup group = layout.group[s];
    int from = layout.groupFrom[s];
    int size = layout.groupSize[s];
    for (int t = 0; t < group.tiles; t++) {
      for (int i = 0; i < size; i++) {
        int l = g.order[from + i];
        streams.addTile(group.cycles[layout.memberOf[l]], l);
      }
    }
  }

  private void inputs(int l, Streams streams) {
    int s = layout.groupOf[l];
    TiledGroup group = layout.group[s];
    int m = layout.memberOf[l];
    int[] producers = graph.producers[l];
    for (int j = 0; j < producers.length; j++) {
      int p = producers[j];
      if (layout.crosses(p, l)) {
        if (storeList[p] == Streams.NO_STORES) {
          storeList[p] = streams.beginStores();
          int stores = layout.group[layout.groupOf[p]].tiles;
          for (int t = 0; t < stores; t++) {
            streams.addToStores(firstStore[p] + t);
          }
        }
        loads(l, group.inBytes[m][j], storeList[p], streams);
      }
    }
    for (long bytes : group.externalBytes[m]) {
      loads(l, bytes, Streams.NO_STORES, streams);
    }
  }

  private void loads(int l, long bytes, int after, Streams streams) {
    int s = layout.groupOf[l];
    int pos = layout.first(l);
    int step = layout.groupSize[s];
    for (int t = layout.group[s].tiles; t > 0; t--) {
      streams.addLoad(bytes, l, pos, pos + 1, after);
      pos += step;
    }
  }

  private void weights(int l, int loads, Streams streams) {
    int chunks = layout.chunks(l);
    if (chunks == 0) {
      return;
    }
    int s = layout.groupOf[l];
    int first = layout.first(l);
    int step = layout.groupSize[s];
    int tiles = layout.group[s].tiles;
    for (int j = 0; j < loads; j++) {
      int from = first + step * (int) ((long) j * tiles / loads);
      int end = first + step * ((int) ((j + 1L) * tiles / loads) - 1) + 1;
      for (int i = 0; i < chunks; i++) {
        streams.addLoad(layout.chunkBytes(l, i), l, from, end, Streams.NO_STORES);
      }
    }
  }

  private void outputs(int l, Streams streams) {
    int s = layout.groupOf[l];
    TiledGroup group = layout.group[s];
    long bytes = group.outBytes[layout.memberOf[l]];
    int step = layout.groupSize[s];
    int within = 1; // least residency that consumers in the sub-group ask for
    int until = 0; // what consumers in later sub-groups of the layer group ask for
    for (int k : graph.consumers[l]) {
      int other = layout.groupOf[k];
      if (other == s) {
        within = Math.max(within, layout.indexOf[k] - layout.indexOf[l] + 1);
      } else if (layout.layerGroup[other] == layout.layerGroup[s]) {
        until = Math.max(until, layout.last(k) + 1);
      }
    }
    int pos = layout.first(l);
    firstStore[l] = streams.tensors();
    for (int t = group.tiles; t > 0; t--) {
      int end = Math.max(pos + within, until);
      if (layout.stored[l]) {
        streams.addStore(bytes, l, pos, end);
      } else {
        streams.addLocal(bytes, pos, end);
      }
      pos += step;
    }
  }
}
