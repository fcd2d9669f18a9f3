package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts a workload, from an ONNX file or by name, to a chain of layers with cut volumes and to its graph.
 *
 * <p>Role: any network for the kind {@code pipeline}. Convolutions and products with constant weights are the layers, in the order of
 * {@link ChainOrder}; pooling, normalisation, activation, addition, concatenation and the like are fused into the layer that they follow. Every
 * element counts as one byte, whatever its precision. What is alive behind a layer beside its output is its skipped volume: tensors
 * that a later layer reads, and outputs of the network.
 */
public final class WorkloadChain {
  private final Workload workload;
  private final ChainOrder order;
  private final List<Layer> layers;

  /** By tensor: the last layer of the chain that it is needed by. */
  private final Map<String, Integer> lastReader = new HashMap<>();

  /** Who reads what across the layers of the chain. */
  private final Set<Read> reads = new LinkedHashSet<>();

  /**
   * A tensor that crosses layers of the chain.
   *
   * @param to index of the reader
   * @param isAddend whether it is read behind the reader's own product
   */
  private record Read(Tensor tensor, int to, boolean isAddend) {}

  private WorkloadChain(Workload workload) {
    this.workload = workload;
    this.order = new ChainOrder(workload);
    this.layers = order.layers();
  }

  /**
   * The same network as a chain.
   *
   * @throws BadInputException naming the first layer that cannot be expressed, and why: several samples, a dilation, a transposed
   *     convolution, a product of two tensors that are computed; or if there is no layer with weights
   */
  public static PipelineNetwork of(Workload workload) {
    return new WorkloadChain(workload).network();
  }

  private PipelineNetwork network() {
    if (layers.isEmpty() || layers.size() > LayerTable.MOST_LAYERS) {
      throw new BadInputException(
          "The network (%s) has %d convolutions and fully connected layers, but must have 1 to %d.".formatted(workload.name(),
              layers.size(), LayerTable.MOST_LAYERS),
          "it is another network.");
    }
    List<MatrixShape> shapes = layers.stream().map(l -> MatrixShape.of(workload, l)).toList();
    follow();
    List<PipelineLayer> chain = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      String output = output(l);
      chain.add(shapes.get(l).layer(layers.get(l).name(), elements(output), skipped(l, output)));
    }
    List<Edge> edges = reads.stream()
        .map(r -> new Edge(order.owner(r.tensor().name()), r.to(), r.tensor().elements(), r.isAddend()))
        .sorted(Comparator.comparingInt(Edge::to).thenComparingInt(Edge::from)).toList();
    return new PipelineNetwork(workload.name(), chain, edges);
  }

  private void follow() {
    for (Layer layer : workload.layers()) {
      int reader = order.owner(layer.output());
      for (String tensor : order.features(layer)) {
        lastReader.merge(tensor, reader, Math::max);
        if (order.owner(tensor) < reader) {
          reads.add(new Read(workload.tensor(tensor), reader, !ChainOrder.hasWeights(layer)));
        }
      }
      if (workload.tensor(layer.output()).isOutput()) {
        lastReader.put(layer.output(), layers.size());
      }
    }
  }

  /** The tensor that leaves a layer: the one that the next layer reads, else the last one that any layer reads. */
  private String output(int l) {
    Set<String> next = l + 1 < layers.size() ? Set.copyOf(order.features(layers.get(l + 1))) : Set.of();
    String output = layers.get(l).output();
    boolean isFound = false;
    for (Layer layer : workload.layers()) {
      String made = layer.output();
      boolean isAlive = order.owner(made) == l && lastReader.getOrDefault(made, l) > l;
      if (isAlive && !isFound) {
        output = made;
        isFound = next.contains(made);
      }
    }
    return output;
  }

  private long skipped(int l, String output) {
    long bytes = 0;
    for (Map.Entry<String, Integer> e : lastReader.entrySet()) {
      boolean isAlive = order.owner(e.getKey()) <= l && e.getValue() > l;
      if (isAlive && !e.getKey().equals(output)) {
        bytes = Math.addExact(bytes, elements(e.getKey()));
      }
    }
    return bytes;
  }

  private long elements(String tensor) {
    return workload.tensor(tensor).elements();
  }
}
