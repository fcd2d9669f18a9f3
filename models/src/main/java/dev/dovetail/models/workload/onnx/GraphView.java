package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.onnx.OnnxGraph.GraphTensor;
import dev.dovetail.models.workload.onnx.OnnxGraph.Operation;
import dev.dovetail.models.workload.onnx.OnnxModel.Attribute;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the public view of nodes and tensors whose shapes are inferred. */
final class GraphView {
  private static final Set<String> AXES_AS_INPUT =
      Set.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
          "ReduceLogSumExp", "ReduceSumSquare");

  private GraphView() {}

  static GraphTensor tensor(String name, OnnxValue value, ToIntFunction<ElementType> bits) {
    ElementType type = value.type();
    boolean whole =
        type == ElementType.INT32 || type == ElementType.INT64 || type == ElementType.UINT32 || type == ElementType.UINT64;
    return new GraphTensor(name, value.shape(), bits.applyAsInt(type), type.floating(), value.constant(), whole);
  }

  static Operation operation(Node node, OpNode n) {
    Map<String, Long> integers = new LinkedHashMap<>();
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Attribute a : node.attributes().values()) {
      if (!a.ints().isEmpty()) {
        lists.put(a.name(), a.ints());
      } else if (!a.s().isEmpty()) {
        texts.put(a.name(), a.s());
      } else if (a.floats().isEmpty() && a.tensor() == null) {
        integers.put(a.name(), a.i());
      }
    }
    if (AXES_AS_INPUT.contains(node.operator()) && !lists.containsKey("axes") && n.hasInput(1)) {
      lists.put("axes", Arrays.stream(n.known(1, "axes")).boxed().toList());
    }
    return new Operation(node.name(), node.operator(), node.inputs(), node.outputs(), integers, lists, texts, windows(n));
  }

  private static List<SlidingWindow> windows(OpNode n) {
    return switch (n.operator()) {
      case "Conv", "ConvInteger" -> Windows.of(n, n.input(0).shape(), spatial(n.input(1).shape()));
      case "QLinearConv" -> Windows.of(n, n.input(0).shape(), spatial(n.input(3).shape()));
      case "ConvTranspose" -> Windows.transposed(n, n.input(0).shape(), spatial(n.input(1).shape())).windows();
      case "MaxPool", "AveragePool", "LpPool", "QLinearAveragePool" -> {
        long @Nullable [] kernel = n.integers("kernel_shape");
        yield kernel == null ? List.of() : Windows.of(n, n.input(0).shape(), Shapes.of(kernel));
      }
      default -> List.of();
    };
  }

  private static List<Integer> spatial(List<Integer> weights) {
    return weights.subList(2, weights.size());
  }
}
