package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a workload with weights as a chain, and the layer that each other layer is fused into.
 *
 * <p>Role: one topological order that does not depend on how a network was exported. It is the workload's, but a layer whose result is only
 * added to others (a projection) stands before the first layer that reads what it reads: first in its block. Everything without weights
 * belongs to the last layer with weights that it depends on.
 */
final class ChainOrder {
  /** Owner of the network's input, and of what depends on nothing else. */
  static final int INPUT = -1;

  private final Workload workload;
  private final Map<String, List<Layer>> readers = new HashMap<>();
  private final List<Layer> order = new ArrayList<>();
  private final Map<String, Integer> owners = new HashMap<>();

  ChainOrder(Workload workload) {
    this.workload = workload;
    for (Layer layer : workload.layers()) {
      for (String tensor : features(layer)) {
        readers.computeIfAbsent(tensor, t -> new ArrayList<>()).add(layer);
      }
      if (hasWeights(layer)) {
        order.add(layer);
      }
    }
    own();
    for (Layer layer : List.copyOf(order)) {
      if (isProjection(layer)) {
        moveForward(layer);
      }
    }
    own();
  }

  /** The layers with weights, in the order of the chain. */
  List<Layer> layers() {
    return List.copyOf(order);
  }

  /** Index in the chain of the layer that a tensor belongs to, or {@link #INPUT}. */
  int owner(String tensor) {
    return owners.getOrDefault(tensor, INPUT);
  }

  /** Whether a layer is a member of the chain, rather than fused into one. */
  static boolean hasWeights(Layer layer) {
    return layer.operator().operatorClass() == OperatorClass.MATRIX;
  }

  /** Tensors that a layer reads and that are no constants, each once. */
  List<String> features(Layer layer) {
    return layer.operands().stream().map(Operand::tensor)
        .filter(t -> workload.tensor(t).role() != Tensor.Role.WEIGHT).distinct().toList();
  }

  private void own() {
    owners.clear();
    for (Layer layer : workload.layers()) {
      int owner = INPUT;
      if (hasWeights(layer)) {
        owner = order.indexOf(layer);
      } else {
        for (String tensor : features(layer)) {
          owner = Math.max(owner, owner(tensor));
        }
      }
      owners.put(layer.output(), owner);
    }
  }

  /** Whether all that happens to the result is that it is added to another tensor, maybe behind layers without weights. */
  private boolean isProjection(Layer layer) {
    Set<String> own = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(layer.output()));
    while (!open.isEmpty()) {
      String tensor = open.remove(open.size() - 1);
      List<Layer> next = readers.getOrDefault(tensor, List.of());
      if (!own.add(tensor) || next.isEmpty()) {
        return false;
      }
      for (Layer reader : next) {
        boolean isSum = reader.operator() == Operator.ADD && features(reader).size() > 1;
        if (hasWeights(reader) || !isSum && features(reader).size() > 1) {
          return false;
        }
        if (!isSum) {
          open.add(reader.output());
        }
      }
    }
    return true;
  }

  private void moveForward(Layer projection) {
    Set<Integer> read = new HashSet<>();
    features(projection).forEach(t -> read.add(owner(t)));
    if (read.size() != 1) {
      return;
    }
    for (int at = 0; at < order.indexOf(projection); at++) {
      Layer other = order.get(at);
      boolean readsTheSame = features(other).stream().anyMatch(t -> read.contains(owner(t)));
      if (readsTheSame && !isProjection(other)) {
        order.remove(projection);
        order.add(at, projection);
        own();
        return;
      }
    }
  }
}
