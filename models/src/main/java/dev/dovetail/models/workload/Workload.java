package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A neural network: layers in topological order, and the tensors between them.
 *
 * <p>Role: what is to be mapped. Construction checks that every tensor is made exactly once before it is read, and that no layer
 * reads outside of a tensor.
 *
 * @param name a short name
 * @param layers in an order in which every tensor is made before it is read
 * @param tensors all tensors by name
 */
public record Workload(String name, List<Layer> layers, Map<String, Tensor> tensors) {
  public Workload {
    Objects.requireNonNull(name);
    layers = List.copyOf(layers);
    tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    Set<String> names = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("The layer name (%s) must be unique.".formatted(layer.name()));
      }
      for (Operand operand : layer.operands()) {
        Tensor t = tensors.get(operand.tensor());
        if (t == null) {
          throw new IllegalArgumentException(
              "The layer (%s) reads the tensor (%s), which does not exist.".formatted(layer.name(), operand.tensor()));
        }
        if (!t.isFromDram() && !made.contains(t.name())) {
          throw new IllegalArgumentException(
              "The layer (%s) reads the tensor (%s) before any layer made it.".formatted(layer.name(), t.name()));
        }
        Box read = operand.needed(layer.outputBox());
        if (read.rank() != t.shape().size() || !t.box().contains(read)) {
          throw new IllegalArgumentException(
              "The layer (%s) reads %s of the tensor (%s), which has the shape %s.".formatted(layer.name(), read, t.name(),
                  t.shape()));
        }
      }
      Tensor out = tensors.get(layer.output());
      if (out == null || out.isFromDram()) {
        throw new IllegalArgumentException(
            "The layer (%s) makes (%s), which is no feature tensor.".formatted(layer.name(), layer.output()));
      }
      if (!out.shape().equals(layer.shape())) {
        throw new IllegalArgumentException(
            "The layer (%s) of shape (%s) makes (%s) of shape (%s).".formatted(layer.name(), layer.shape(), out.name(),
                out.shape()));
      }
      if (!made.add(layer.output())) {
        throw new IllegalArgumentException("The tensor (%s) must be made by one layer only.".formatted(layer.output()));
      }
    }
  }

  /** The tensor of that name. */
  public Tensor tensor(String tensorName) {
    return Objects.requireNonNull(tensors.get(tensorName), tensorName);
  }

  /** The layer of that name, or null. */
  public @org.jspecify.annotations.Nullable Layer layer(String layerName) {
    for (Layer l : layers) {
      if (l.name().equals(layerName)) {
        return l;
      }
    }
    return null;
  }

  /** For every feature tensor the index of the layer that makes it. */
  public Map<String, Integer> producers() {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      producers.put(layers.get(i).output(), i);
    }
    return producers;
  }

  /** Multiply-accumulates of all layers. */
  public long macs() {
    return layers.stream().mapToLong(Layer::macs).sum();
  }

  /** Elements of all weight tensors that a layer reads. */
  public long weightElements() {
    return usedTensors(Tensor.Role.WEIGHT).stream().mapToLong(Tensor::elements).sum();
  }

  /**
   * Bits to and from DRAM if no two layers are fused: each layer reads what it needs of each of its operands once, and writes its output.
   * With a buffer of any size, nobody can do with less layer by layer.
   */
  public long unfusedBits() {
    long bits = 0;
    for (Layer layer : layers) {
      Map<String, Set<Box>> read = new LinkedHashMap<>();
      for (Operand operand : layer.operands()) {
        read.computeIfAbsent(operand.tensor(), t -> new HashSet<>()).add(operand.needed(layer.outputBox()));
      }
      for (Map.Entry<String, Set<Box>> e : read.entrySet()) {
        Tensor t = tensor(e.getKey());
        long elements = Math.min(t.elements(), e.getValue().stream().mapToLong(Box::volume).sum());
        bits = Math.addExact(bits, Math.multiplyExact(elements, (long) t.bitsPerElement()));
      }
      Tensor out = tensor(layer.output());
      bits = Math.addExact(bits, Math.multiplyExact(out.elements(), (long) out.bitsPerElement()));
    }
    return bits;
  }

  /** The tensors of a role that some layer reads or makes, each once, in order of first use. */
  public List<Tensor> usedTensors(Tensor.Role role) {
    Set<String> seen = new HashSet<>();
    List<Tensor> used = new ArrayList<>();
    for (Layer layer : layers) {
      for (Operand operand : layer.operands()) {
        add(operand.tensor(), role, seen, used);
      }
      add(layer.output(), role, seen, used);
    }
    return used;
  }

  private void add(String tensorName, Tensor.Role role, Set<String> seen, List<Tensor> used) {
    Tensor t = tensor(tensorName);
    if (t.role() == role && seen.add(tensorName)) {
      used.add(t);
    }
  }
}
