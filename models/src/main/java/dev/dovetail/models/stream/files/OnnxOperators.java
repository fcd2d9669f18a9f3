package dev.dovetail.models.stream.files;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The ONNX operators that are read, and which of them Stream 1.13.14 itself reads. */
final class OnnxOperators {
  /** One output element per element of the broadcast operands. */
  static final Set<String> ELEMENTWISE = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Relu", "Silu", "Swish", "Gelu", "FastGelu",
      "QuickGelu", "Sigmoid", "Tanh", "Exp", "Sqrt", "Clip", "LeakyRelu", "PRelu", "ThresholdedRelu", "Elu", "Selu", "Celu",
      "Softplus", "Mish", "Abs", "Neg", "Sign", "Floor", "Ceil", "Round", "Reciprocal", "Log", "Erf", "Mod", "Min", "Max",
      "HardSigmoid", "HardSwish", "Softsign", "Sin", "Cos", "Tan", "Sum", "Mean", "Where", "Equal", "Less", "LessOrEqual",
      "Greater",
      "GreaterOrEqual", "And", "Or", "Xor", "Not", "Trilu");

  /** Whole runs of the input decide each element: expanded into four nodes. */
  static final Set<String> NORMALISATIONS = Set.of("Softmax", "LogSoftmax", "LpNormalization", "LayerNormalization",
      "RMSNormalization", "SimplifiedLayerNormalization", "InstanceNormalization");

  /** Sums and the like over some axes. */
  static final Set<String> REDUCTIONS = Set.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
      "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare");

  /** Data moves in DRAM at no cost; a fusion group ends before and begins behind it. */
  static final Set<String> LAYOUT = Set.of("Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Slice", "Gather", "Concat",
      "Split", "Expand", "Tile", "Pad", "DepthToSpace", "SpaceToDepth", "Resize", "Upsample", "GatherElements");

  /** The same tensor under another name. */
  static final Set<String> ALIASES = Set.of("Identity", "Dropout", "Cast", "CastLike", "QuantizeLinear", "DequantizeLinear");

  private static final Set<String> OTHERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "MaxPool", "AveragePool", "LpPool",
      "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization");

  private static final Set<String> STREAM_READS = Set.of("Conv", "Gemm", "MatMul", "MaxPool", "GlobalAveragePool",
      "BatchNormalization", "Softmax", "LpNormalization", "LayerNormalization", "Slice", "Gather", "Add", "Sub", "Mul", "Div",
      "Pow",
      "Relu", "Silu", "Gelu", "Sigmoid", "Tanh", "Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze");

  private static final Map<String, String> INSTEAD = Map.ofEntries(
      Map.entry("ConvInteger", "Conv"), Map.entry("QLinearConv", "Conv between QuantizeLinear and DequantizeLinear"),
      Map.entry("MatMulInteger", "MatMul"), Map.entry("QLinearMatMul", "MatMul between QuantizeLinear and DequantizeLinear"),
      Map.entry("GroupNormalization", "Reshape, LayerNormalization and Reshape"),
      Map.entry("MeanVarianceNormalization", "InstanceNormalization"), Map.entry("CumSum", "MatMul with a triangular matrix"),
      Map.entry("LRN", "Mul, AveragePool, Pow and Div"), Map.entry("ArgMax", "a model cut before it"),
      Map.entry("ArgMin", "a model cut before it"));

  private OnnxOperators() {}

  /** Whether Stream 1.13.14 has a parser for the operator. */
  static boolean isKnownToStream(String operator) {
    return STREAM_READS.contains(operator);
  }

  /** What to use instead of an operator that is not read; may be empty. */
  static String instead(String operator) {
    return INSTEAD.getOrDefault(operator, "");
  }

  /** All operators that are read. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>(OTHERS);
    for (Set<String> some : java.util.List.of(ELEMENTWISE, NORMALISATIONS, REDUCTIONS, LAYOUT, ALIASES)) {
      all.addAll(some);
    }
    return all;
  }
}
