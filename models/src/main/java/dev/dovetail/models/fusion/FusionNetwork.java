package dev.dovetail.models.fusion;

import java.util.ArrayList;
import java.util.List;

/**
 * A network as a graph of layers in a topological order.
 *
 * @param name for people
 * @param externalInputs by id
 * @param layers by id; a layer reads layers of smaller ids only
 */
public record FusionNetwork(String name, List<ExternalInput> externalInputs, List<FusionLayer> layers) {
  public FusionNetwork {
    externalInputs = List.copyOf(externalInputs);
    layers = List.copyOf(layers);
  }

  /** For each layer the ids of the layers that read its output, as activations or as weights, ascending. */
  public List<List<Integer>> consumers() {
    List<List<Integer>> consumers = new ArrayList<>();
    layers.forEach(l -> consumers.add(new ArrayList<>()));
    for (FusionLayer l : layers) {
      for (int p : producers(l)) {
        consumers.get(p).add(l.id());
      }
    }
    return consumers.stream().map(List::copyOf).toList();
  }

  /** Ids of the layers whose outputs a layer reads, as activations or as weights, ascending, each once. */
  public static List<Integer> producers(FusionLayer layer) {
    List<Integer> all = new ArrayList<>(layer.inputs());
    all.addAll(layer.weightInputs());
    return all.stream().distinct().sorted().toList();
  }
}
