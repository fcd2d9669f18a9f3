package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.SlidingWindow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An ONNX graph node by node, with every shape inferred.
 *
 * <p>Role: for models that count the graph's own nodes, where {@link OnnxReader#read} would fold some of them away. Nodes that no output
 * needs are gone; nodes that compute on constants only are marked by their output tensor.
 *
 * @param name the file's name without its ending
 * @param operations the nodes in an order in which every tensor is made before it is read; the file's own where it can be
 * @param tensors the tensors that the nodes read and make, by name
 * @param inputs names of the graph inputs that are read, in the file's order
 * @param outputs names of the graph outputs, in the file's order
 * @param unusedInitializers names of constants that nothing reads
 */
public record OnnxGraph(
    String name, List<Operation> operations, Map<String, GraphTensor> tensors, List<String> inputs, List<String> outputs,
    List<String> unusedInitializers) {
  public OnnxGraph {
    operations = List.copyOf(operations);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    unusedInitializers = List.copyOf(unusedInitializers);
  }

  /** A tensor that an operation reads or makes. */
  public GraphTensor tensor(String tensor) {
    return Objects.requireNonNull(tensors.get(tensor), tensor);
  }

  /**
   * A tensor.
   *
   * @param name its name
   * @param shape its extents; empty for a scalar
   * @param bits of an element
   * @param floating whether its elements are floating point numbers, which a precision may have been chosen for
   * @param constant whether it is a constant, or made from constants only
   * @param wholeNumbers whether it has an integer type of 32 or 64 bits: as a constant it holds a shape, axes or indices
   */
  public record GraphTensor(
      String name, List<Integer> shape, int bits, boolean floating, boolean constant, boolean wholeNumbers) {
    public GraphTensor {
      shape = List.copyOf(shape);
    }
  }

  /**
   * A node.
   *
   * @param name its name; empty if the file gives it none
   * @param operator its operator
   * @param inputs names of its operands; empty where one is omitted
   * @param outputs names of its results; empty where one is not wanted
   * @param integers its attributes that are one whole number
   * @param lists its attributes that are several whole numbers, with axes that stand in a constant operand ({@code axes}) too
   * @param texts its attributes that are a text
   * @param windows of convolutions and pools: kernel, stride, dilation and resolved padding per spatial axis; else empty
   */
  public record Operation(
      String name, String operator, List<String> inputs, List<String> outputs, Map<String, Long> integers,
      Map<String, List<Long>> lists, Map<String, String> texts, List<SlidingWindow> windows) {
    public Operation {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      integers = Map.copyOf(integers);
      lists = Map.copyOf(lists);
      texts = Map.copyOf(texts);
      windows = List.copyOf(windows);
    }

    /** How messages call it: its own name, or else its first output's. */
    public String label() {
      return !name.isEmpty() ? name : outputs.isEmpty() ? operator : outputs.get(0);
    }

    /** A whole number, or what it is if the node does not say. */
    public long integer(String attribute, long byDefault) {
      return integers.getOrDefault(attribute, byDefault);
    }
  }
}
