package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The one error that lists all operators of a graph that are not supported, with their nodes and what to use instead. */
final class UnsupportedOperators {
  private static final int MAX_OPERATORS = 20;
  private static final int MAX_NODES = 5;

  private static final Map<String, String> INSTEAD = new TreeMap<>(Map.ofEntries(
      Map.entry("Einsum", "MatMul between Transposes"),
      Map.entry("LSTM", "unrolled steps of MatMul, Sigmoid, Tanh, Mul and Add"),
      Map.entry("GRU", "unrolled steps of MatMul, Sigmoid, Tanh, Mul and Add"),
      Map.entry("RNN", "unrolled steps of MatMul, Add and Tanh"),
      Map.entry("If", "an export with this branch decided"),
      Map.entry("Loop", "an export with the loop unrolled"),
      Map.entry("Scan", "an export with the loop unrolled"),
      Map.entry("Attention", "MatMul, Softmax and MatMul (export without fused attention)"),
      Map.entry("MultiHeadAttention", "MatMul, Softmax and MatMul (export without fused attention)"),
      Map.entry("GroupQueryAttention", "MatMul, Softmax and MatMul (export without fused attention)"),
      Map.entry("RotaryEmbedding", "Mul, Slice, Neg, Concat and Add"),
      Map.entry("SkipLayerNormalization", "Add and LayerNormalization"),
      Map.entry("SkipSimplifiedLayerNormalization", "Add and SimplifiedLayerNormalization"),
      Map.entry("FusedConv", "Conv and its activation"),
      Map.entry("FusedMatMul", "Transpose and MatMul"),
      Map.entry("GatherND", "Gather"),
      Map.entry("ScatterND", "Concat of Slices"),
      Map.entry("ScatterElements", "Concat of Slices"),
      Map.entry("GridSample", "Resize"),
      Map.entry("NonMaxSuppression", "a model cut before its post-processing"),
      Map.entry("TopK", "a model cut before its post-processing"),
      Map.entry("NonZero", "a model cut before its post-processing"),
      Map.entry("RoiAlign", "a model cut before its post-processing")));

  private UnsupportedOperators() {}

  /** Throws if one of the nodes is not supported. */
  static void check(List<Node> nodes, Problems problems) {
    Map<String, List<Node>> unknown = new TreeMap<>();
    for (Node node : nodes) {
      if (OperatorTable.handler(node.domain(), node.operator()) == null) {
        String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
        unknown.computeIfAbsent(domain + node.operator(), k -> new ArrayList<>()).add(node);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    StringBuilder message =
        new StringBuilder("%d operator%s not supported:".formatted(unknown.size(), unknown.size() == 1 ? " is" : "s are"));
    unknown.entrySet().stream().limit(MAX_OPERATORS)
        .forEach(e -> message.append(System.lineSeparator()).append(line(e.getKey(), e.getValue())));
    if (unknown.size() > MAX_OPERATORS) {
      message.append(System.lineSeparator()).append("  and %d operators more".formatted(unknown.size() - MAX_OPERATORS));
    }
    throw problems.of(message.toString(), "export the model with the operators named instead, or cut it before these nodes.");
  }

  private static String line(String operator, List<Node> nodes) {
    String names = String.join(", ", nodes.stream().limit(MAX_NODES).map(Node::label).toList());
    String more = nodes.size() > MAX_NODES ? " and %d more".formatted(nodes.size() - MAX_NODES) : "";
    String simple = nodes.get(0).operator();
    String instead = INSTEAD.getOrDefault(simple, Suggestions.nearest(simple, OperatorTable.names()).orElse(""));
    return "  %s in %s%s%s".formatted(operator, names, more, instead.isEmpty() ? "" : " (instead: %s)".formatted(instead));
  }
}
