package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.LayerKind;
import java.util.List;

/** A network as arrays by layer id, for inner loops. */
final class LayerGraph {
  /** The layers. */
  final FusionLayer[] layers;

  /** Ids of the layers whose outputs a layer reads, as activations or weights, ascending. */
  final int[][] producers;

  /** Ids of the layers that read a layer's output, ascending. */
  final int[][] consumers;

  /** Channels of each external input that a layer reads, in their order. */
  final int[][] externalChannels;

  LayerGraph(FusionNetwork network) {
    int n = network.layers().size();
    layers = network.layers().toArray(new FusionLayer[0]);
    producers = new int[n][];
    consumers = new int[n][];
    externalChannels = new int[n][];
    List<List<Integer>> readers = network.consumers();
    for (FusionLayer l : layers) {
      producers[l.id()] = FusionNetwork.producers(l).stream().mapToInt(Integer::intValue).toArray();
      externalChannels[l.id()] =
          l.externalInputs().stream().mapToInt(e -> network.externalInputs().get(e).extent().channels()).toArray();
      consumers[l.id()] = readers.get(l.id()).stream().mapToInt(Integer::intValue).toArray();
    }
  }

  int size() {
    return layers.length;
  }

  boolean isFc(int layer) {
    return layers[layer].kind() == LayerKind.FC;
  }

  boolean isPool(int layer) {
    return layers[layer].kind() == LayerKind.POOL;
  }
}
