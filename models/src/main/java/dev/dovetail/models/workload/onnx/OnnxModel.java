package dev.dovetail.models.workload.onnx;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an ONNX file says, without the bytes of its weights.
 *
 * <p>Role: between the wire and shape inference. Lists keep the order of the file.
 *
 * @param graph the network
 * @param opsets operator set version by domain; the standard domain is the empty string
 */
record OnnxModel(Graph graph, Map<String, Long> opsets) {
  /**
   * A graph.
   *
   * @param nodes operators
   * @param initializers constants
   * @param inputs declared inputs; older files list the initializers here too
   * @param outputs declared outputs
   * @param declared shapes that the file states for tensors inside of the graph
   */
  record Graph(
      List<Node> nodes, List<TensorInfo> initializers, List<ValueInfo> inputs, List<ValueInfo> outputs,
      List<ValueInfo> declared) {}

  /** A node; omitted inputs and outputs are empty strings. */
  record Node(
      String name, String operator, String domain, List<String> inputs, List<String> outputs, Map<String, Attribute> attributes) {
    /** How messages call it: its own name, or else its first output's. */
    String label() {
      return !name.isEmpty() ? name : outputs.isEmpty() || outputs.get(0).isEmpty() ? "unnamed" : outputs.get(0);
    }
  }

  /** An attribute; only the field of its type says something. */
  record Attribute(String name, long i, double f, String s, List<Long> ints, List<Double> floats, @Nullable TensorInfo tensor) {}

  /**
   * A constant.
   *
   * @param name its name; empty for an attribute's
   * @param dims extents, 0 or more each
   * @param typeCode number of its element type
   * @param external whether its data is in another file
   * @param data its values if they are few
   */
  record TensorInfo(String name, List<Long> dims, long typeCode, boolean external, @Nullable Constant data) {}

  /**
   * A declared tensor.
   *
   * @param name its name
   * @param typeCode number of its element type; 0 if it is no tensor or has none
   * @param axes null if no shape is stated
   */
  record ValueInfo(String name, long typeCode, @Nullable List<Axis> axes) {}

  /** An extent, or a name for one that is open; 0 or less is open too. */
  record Axis(long extent, String symbol) {
    boolean isOpen() {
      return extent < 1;
    }
  }
}
