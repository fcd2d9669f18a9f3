package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamNodes.Shaped;
import dev.dovetail.models.stream.StreamNodes.Window;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the nodes of reference instances, which name loops, tensors and attributes but no index maps.
 */
final class GoldenNodes {
  private static final List<String> LAYOUT = List.of("Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze");
  private static final List<String> POOLS = List.of("MaxPool", "AveragePool");
  private static final List<String> GLOBAL_POOLS = List.of("GlobalAveragePool", "GlobalMaxPool");

  private final List<StreamTensor> tensors;
  private final Map<String, Integer> numbers = new HashMap<>();
  /** Per tensor written so far its operand and the loop sizes of its writer. */
  private final Map<Integer, StreamOperand> written = new HashMap<>();
  private final Map<Integer, List<Long>> writers = new HashMap<>();

  GoldenNodes(List<StreamTensor> tensors) {
    this.tensors = tensors;
    for (int t = 0; t < tensors.size(); t++) {
      numbers.put(tensors.get(t).name(), t);
    }
  }

  /**
   * @param layer its entry in the file
   * @param placed whether a group gives it cores
   */
  StreamNode node(DataNode layer, boolean placed) {
    String name = layer.required("name").text();
    String op = layer.required("op").text();
    List<Long> sizes = new ArrayList<>();
    layer.required("dims").entries().forEach((k, v) -> sizes.add(v.longValue(1, 1L << 40)));
    List<Integer> inputs = layer.required("inputs").items().stream().map(this::tensor).toList();
    List<Integer> outputs = layer.required("outputs").items().stream().map(this::tensor).toList();
    if (inputs.isEmpty() || outputs.size() != 1) {
      throw layer.error("The layer (%s) must have inputs and one output.".formatted(name), "a tensor was forgotten.");
    }
    StreamNode node = layer.placing(() -> make(layer, name, op, sizes, inputs, outputs.get(0), placed));
    written.put(outputs.get(0), node.outputs().get(0));
    writers.put(outputs.get(0), sizes);
    return node;
  }

  private int tensor(DataNode node) {
    Integer number = numbers.get(node.text());
    if (number == null) {
      throw node.error("The tensor (%s) is not in 'tensors'.".formatted(node.text()), "its name is wrong.");
    }
    return number;
  }

  private StreamNode make(
      DataNode layer, String name, String op, List<Long> sizes, List<Integer> inputs, int output, boolean placed) {
    long[] s = sizes.stream().mapToLong(Long::longValue).toArray();
    if (op.equals("Conv") && s.length == 7 && inputs.size() >= 2) {
      return StreamNodes.conv(name, s, window(layer), new int[] {inputs.get(0), inputs.get(1), output});
    }
    if (op.equals("Conv") && s.length == 8 && inputs.size() >= 2) {
      return StreamNodes.groupedConv(name, s, window(layer), new int[] {inputs.get(0), inputs.get(1), output});
    }
    if (op.equals("Gemm") && s.length == 3 && inputs.size() >= 2) {
      return StreamNodes.gemm(name, s[0], s[1], s[2], new int[] {inputs.get(0), inputs.get(1), output});
    }
    if (op.equals("MatMul") && s.length >= 3 && inputs.size() == 2) {
      int r = s.length - 3;
      return StreamNodes.matMul(name, sizes.subList(0, r), s[r], s[r + 1], s[r + 2],
          List.of(shape(inputs.get(0)), shape(inputs.get(1))), new int[] {inputs.get(0), inputs.get(1), output});
    }
    if (POOLS.contains(op) && s.length == 6) {
      return StreamNodes.pool(name, op, s, window(layer), new int[] {inputs.get(0), output});
    }
    if (GLOBAL_POOLS.contains(op) && s.length == 6) {
      return StreamNodes.globalPool(name, op, s, new int[] {inputs.get(0), output});
    }
    if (op.equals("BatchNormalization") && s.length == 4) {
      int[] all = new int[inputs.size() + 1];
      for (int i = 0; i < inputs.size(); i++) {
        all[i] = inputs.get(i);
      }
      all[inputs.size()] = output;
      return StreamNodes.batchNormalization(name, s, all);
    }
    if (LAYOUT.contains(op) && !placed) {
      return StreamNodes.layout(name, op, new Shaped(inputs.get(0), shape(inputs.get(0))), new Shaped(output, shape(output)));
    }
    return elementwise(layer, name, op, sizes, inputs, output);
  }

  private List<Long> shape(int tensor) {
    return tensors.get(tensor).shape();
  }

  /** Elementwise nodes and reductions: one loop per axis of the largest operand. */
  private StreamNode elementwise(DataNode layer, String name, String op, List<Long> sizes, List<Integer> inputs, int output) {
    List<StreamOperand> reads = new ArrayList<>();
    for (int t : inputs) {
      reads.add(operand(layer, name, t, sizes));
    }
    StreamOperand write = operand(layer, name, output, sizes);
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < sizes.size(); d++) {
      loops.add(new Loop("", sizes.get(d), !write.uses(d)));
    }
    return new StreamNode(name, op, Role.COMPUTE, loops, reads, List.of(write));
  }

  private StreamOperand operand(DataNode layer, String name, int tensor, List<Long> sizes) {
    List<Long> shape = shape(tensor);
    StreamOperand made = written.get(tensor);
    if (made != null && sizes.equals(writers.get(tensor))) {
      return made; // a reduced tensor keeps the loops of the node that made it
    }
    if (shape.size() <= sizes.size()) {
      Optional<StreamOperand> found =
          aligned(tensor, shape, sizes, sizes.size() - shape.size()).or(() -> without(layer, tensor, shape, sizes));
      if (found.isPresent()) {
        return found.get();
      }
      for (int shift = sizes.size() - shape.size(); shift >= 0; shift--) {
        found = aligned(tensor, shape, sizes, shift);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw layer.error("The shape %s of tensor (%s) does not belong to the loops %s of layer (%s).".formatted(shape,
        tensors.get(tensor).name(), sizes, name), "'dims' or the tensor's shape is wrong.");
  }

  private static Optional<StreamOperand> aligned(int tensor, List<Long> shape, List<Long> sizes, int shift) {
    List<AxisIndex> axes = new ArrayList<>();
    for (int a = 0; a < shape.size(); a++) {
      if (shape.get(a).equals(sizes.get(a + shift))) {
        axes.add(AxisIndex.of(a + shift));
      } else if (shape.get(a) == 1) {
        axes.add(AxisIndex.FIXED);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new StreamOperand(tensor, axes));
  }

  /** The tensor without the axis that the layer reduces. */
  private static Optional<StreamOperand> without(DataNode layer, int tensor, List<Long> shape, List<Long> sizes) {
    long axis = layer.optional("attributes").flatMap(a -> a.optional("axis")).map(DataNode::longValue).orElse(-1L);
    int gone = (int) (axis < 0 ? axis + sizes.size() : axis);
    if (shape.size() != sizes.size() - 1 || gone < 0 || gone >= sizes.size()) {
      return Optional.empty();
    }
    List<AxisIndex> axes = new ArrayList<>();
    for (int a = 0; a < shape.size(); a++) {
      int loop = a < gone ? a : a + 1;
      if (!shape.get(a).equals(sizes.get(loop))) {
        return Optional.empty();
      }
      axes.add(AxisIndex.of(loop));
    }
    return Optional.of(new StreamOperand(tensor, axes));
  }

  private static Window window(DataNode layer) {
    Optional<DataNode> attributes = layer.optional("attributes");
    List<Long> strides = numbers(attributes, "strides");
    List<Long> dilations = numbers(attributes, "dilations");
    List<Long> pads = numbers(attributes, "pads");
    return new Window(at(strides, 0, 1), at(strides, 1, 1), at(dilations, 0, 1), at(dilations, 1, 1), at(pads, 0, 0),
        at(pads, 1, 0));
  }

  private static List<Long> numbers(Optional<DataNode> attributes, String key) {
    return attributes.flatMap(a -> a.optional(key))
        .map(n -> n.items().stream().map(i -> i.longValue(0, 1 << 20)).toList()).orElse(List.of());
  }

  private static long at(List<Long> list, int place, long otherwise) {
    return place < list.size() ? list.get(place) : otherwise;
  }
}
