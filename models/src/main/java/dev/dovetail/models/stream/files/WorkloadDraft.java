package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A workload while it is put together: tensors and nodes by name, what nobody reads is dropped at the end. */
final class WorkloadDraft {
  private final List<StreamTensor> tensors = new ArrayList<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, String> sameAs = new HashMap<>();
  private final List<StreamNode> nodes = new ArrayList<>();
  private final Set<String> nodeNames = new HashSet<>();

  /** Adds a tensor; one of that name that is already there stays. */
  int tensor(String name, List<Integer> shape, int bits, boolean constant) {
    return numbers.computeIfAbsent(name, n -> {
      tensors.add(new StreamTensor(name, shape.stream().map(Integer::longValue).toList(), bits, constant));
      return tensors.size() - 1;
    });
  }

  /** The tensor of that name, or the one that it stands for. */
  int number(String name) {
    return Objects.requireNonNull(numbers.get(sameAs.getOrDefault(name, name)), name);
  }

  boolean has(String name) {
    return numbers.containsKey(sameAs.getOrDefault(name, name));
  }

  /** Makes a name stand for another tensor. */
  void alias(String name, String other) {
    sameAs.put(name, sameAs.getOrDefault(other, other));
  }

  StreamTensor tensorOf(int number) {
    return tensors.get(number);
  }

  /** A node name near the wanted one that is not taken. */
  String freeName(String wanted) {
    String name = wanted;
    for (int i = 2; nodeNames.contains(name); i++) {
      name = wanted + "#" + i;
    }
    return name;
  }

  void node(StreamNode node) {
    nodeNames.add(node.name());
    nodes.add(node);
  }

  /** The workload, without tensors that no node reads or makes. */
  StreamWorkload build(String name, List<String> inputs, List<String> outputs) {
    Set<Integer> used = new HashSet<>();
    nodes.forEach(n -> n.operands().forEach(o -> used.add(o.tensor())));
    int[] renumbered = new int[tensors.size()];
    Arrays.fill(renumbered, -1);
    List<StreamTensor> kept = new ArrayList<>();
    for (int t = 0; t < tensors.size(); t++) {
      if (used.contains(t)) {
        renumbered[t] = kept.size();
        kept.add(tensors.get(t));
      }
    }
    List<StreamNode> renamed = nodes.stream()
        .map(n -> new StreamNode(n.name(), n.op(), n.role(), n.dims(), operands(n.inputs(), renumbered),
            operands(n.outputs(), renumbered)))
        .toList();
    return new StreamWorkload(name, kept, renamed, known(inputs, renumbered), known(outputs, renumbered));
  }

  private List<Integer> known(List<String> names, int[] renumbered) {
    return names.stream().filter(this::has).map(this::number).map(t -> renumbered[t]).filter(t -> t >= 0).distinct().toList();
  }

  private static List<StreamOperand> operands(List<StreamOperand> operands, int[] renumbered) {
    Stream<StreamOperand> all = operands.stream();
    return all.map(o -> new StreamOperand(renumbered[o.tensor()], o.axes())).toList();
  }
}
