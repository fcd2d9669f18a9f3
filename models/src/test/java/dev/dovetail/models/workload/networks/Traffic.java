package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Sums over whole tensors that every mapping has to pay. */
final class Traffic {
  private Traffic() {}

  /** Bytes that cross the DRAM port at least: weights and inputs once, outputs once. */
  static long dramBytes(Workload w) {
    long in = w.usedTensors(Tensor.Role.WEIGHT).stream().mapToLong(Tensor::bytes).sum()
        + w.usedTensors(Tensor.Role.INPUT).stream().mapToLong(Tensor::bytes).sum();
    return in + w.tensors().values().stream().filter(Tensor::isOutput).mapToLong(Tensor::bytes).sum();
  }

  /** Bytes made by one operator class and read by another, each tensor once: they can never stay on one core. */
  static long bytesBetweenClasses(Workload w) {
    Map<String, Integer> producers = w.producers();
    Set<String> moved = new HashSet<>();
    for (Layer layer : w.layers()) {
      for (Operand o : layer.operands()) {
        Integer producer = producers.get(o.tensor());
        if (producer != null && operatorClass(w.layers().get(producer)) != operatorClass(layer)) {
          moved.add(o.tensor());
        }
      }
    }
    return moved.stream().mapToLong(t -> w.tensor(t).bytes()).sum();
  }

  private static OperatorClass operatorClass(Layer layer) {
    return layer.operator().operatorClass();
  }
}
