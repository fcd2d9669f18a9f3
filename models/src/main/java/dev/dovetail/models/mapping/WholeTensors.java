package dev.dovetail.models.mapping;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Layers none of whose output elements can be made before all of a tensor is there, which they read themselves too: what a gate
 * makes of the whole (pooled) tensor that it then scales.
 */
final class WholeTensors {
  private final Workload workload;
  private final Map<String, Integer> producers;

  WholeTensors(Workload workload) {
    this.workload = workload;
    this.producers = workload.producers();
  }

  /** Whether every element of a layer's output depends, through another operand, on every element of the tensor. */
  boolean dependsOnAllOf(Layer layer, String tensor) {
    Box whole = layer.outputBox();
    Box first = whole;
    Box last = whole;
    for (int a = 0; a < whole.rank(); a++) {
      first = first.with(a, whole.lo(a), whole.lo(a) + 1);
      last = last.with(a, whole.hi(a) - 1, whole.hi(a));
    }
    // Maps are monotone: what the first and the last element need all of along one path, all elements need.
    Map<String, Ends> needed = new HashMap<>();
    int at = Objects.requireNonNull(producers.get(layer.output()));
    needed.put(layer.output(), new Ends(first, last));
    for (int l = at; l >= 0; l--) {
      Layer next = workload.layers().get(l);
      Ends ends = needed.get(next.output());
      if (ends != null) {
        for (Operand operand : next.operands()) {
          boolean itself = l == at && operand.tensor().equals(tensor);
          if (!itself && operand.views().isEmpty()) {
            needed.merge(operand.tensor(), new Ends(operand.needed(ends.first()), operand.needed(ends.last())), Ends::larger);
          }
        }
      }
    }
    Ends read = needed.get(tensor);
    return read != null && read.least() == workload.tensor(tensor).elements();
  }

  /** What the first and the last element need of a tensor, along the same path. */
  private record Ends(Box first, Box last) {
    long least() {
      return Math.min(first.volume(), last.volume());
    }

    Ends larger(Ends other) {
      return least() >= other.least() ? this : other;
    }
  }
}
