package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Operator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All operators that are read, by their names in the ONNX specification and in com.microsoft's extension of it.
 *
 * <p>Role: the one place to look up what an operator becomes.
 */
final class OperatorTable {
  /** Makes layers or views of one node. */
  @FunctionalInterface
  interface Handler {
    void build(OpNode n);
  }

  private static final Set<String> DOMAINS = Set.of("", "com.microsoft");

  /** Activations that the standard domain long had no name for: exporters put them into domains of their own, and the name says what they are. */
  private static final Set<String> OF_ANY_DOMAIN = Set.of("Silu", "Swish", "Gelu");

  private static final Map<String, Handler> HANDLERS = new TreeMap<>();

  static {
    matrices();
    poolsAndNorms();
    elementwise();
    layouts();
  }

  private OperatorTable() {}

  /** What builds the operator; null if it is not supported. */
  static @Nullable Handler handler(String domain, String operator) {
    return DOMAINS.contains(domain) || OF_ANY_DOMAIN.contains(operator) ? HANDLERS.get(operator) : null;
  }

  /** Names of all supported operators in alphabetical order. */
  static Set<String> names() {
    return HANDLERS.keySet();
  }

  private static void matrices() {
    put(ConvolutionOps::conv, "Conv");
    put(ConvolutionOps::convTranspose, "ConvTranspose");
    put(ConvolutionOps::qlinearConv, "QLinearConv");
    put(ConvolutionOps::convInteger, "ConvInteger");
    put(MatrixOps::matmul, "MatMul");
    put(MatrixOps::matmulInteger, "MatMulInteger");
    put(MatrixOps::qlinearMatmul, "QLinearMatMul");
    put(MatrixOps::gemm, "Gemm");
    put(MatrixOps::qgemm, "QGemm");
  }

  private static void poolsAndNorms() {
    put(PoolOps.window(Operator.MAX_POOL), "MaxPool");
    put(PoolOps.window(Operator.AVERAGE_POOL), "AveragePool", "LpPool", "QLinearAveragePool");
    put(PoolOps.global(Operator.MAX_POOL), "GlobalMaxPool");
    put(PoolOps.global(Operator.AVERAGE_POOL), "GlobalAveragePool", "GlobalLpPool", "QLinearGlobalAveragePool");
    put(ElementwiseOps::batchNormalization, "BatchNormalization");
    put(NormalisationOps.layer(Operator.LAYER_NORM), "LayerNormalization");
    put(NormalisationOps.layer(Operator.RMS_NORM), "RMSNormalization", "SimplifiedLayerNormalization");
    put(NormalisationOps::instance, "InstanceNormalization");
    put(NormalisationOps::group, "GroupNormalization");
    put(NormalisationOps::meanVariance, "MeanVarianceNormalization");
    put(NormalisationOps::localResponse, "LRN");
    put(NormalisationOps.alongAxis(Operator.RMS_NORM), "LpNormalization");
    put(NormalisationOps::cumulativeSum, "CumSum");
    put(NormalisationOps::softmax, "Softmax", "LogSoftmax", "Hardmax");
    put(NormalisationOps.alongAxis(Operator.SOFTMAX), "QLinearSoftmax");
    put(ReductionOps::reduce, "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
        "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare");
    put(ReductionOps::position, "ArgMax", "ArgMin");
  }

  private static void elementwise() {
    put(ElementwiseOps::add, "Add");
    put(ElementwiseOps::where, "Where");
    put(ElementwiseOps.on(Operator.ADD), "Sum", "Mean");
    put(ElementwiseOps.on(Operator.SUB), "Sub");
    put(ElementwiseOps.scaling(Operator.MUL), "Mul");
    put(ElementwiseOps.scaling(Operator.DIV), "Div");
    put(ElementwiseOps.folding(Operator.RELU), "Relu", "LeakyRelu");
    put(ElementwiseOps.folding(Operator.CLIP), "Clip");
    put(ElementwiseOps.on(Operator.RELU), "PRelu", "ThresholdedRelu");
    put(ElementwiseOps.on(Operator.SIGMOID), "Sigmoid");
    put(ElementwiseOps.on(Operator.SILU), "Silu", "Swish", "QuickGelu");
    put(ElementwiseOps.on(Operator.TANH), "Tanh");
    put(ElementwiseOps.on(Operator.EXP), "Exp", "Elu", "Selu", "Celu", "Softplus", "Mish");
    put(ElementwiseOps.on(Operator.GELU), "Gelu", "FastGelu", "BiasGelu");
    put(ElementwiseOps.on(Operator.ELEMENTWISE), "Abs", "Neg", "Sign", "Floor", "Ceil", "Round", "Reciprocal", "Sqrt", "Log",
        "Erf",
        "Pow", "Mod", "Min", "Max", "HardSigmoid", "HardSwish", "Softsign", "Shrink", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan",
        "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot");
    put(ElementwiseOps.to(ElementType.BOOL), "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor",
        "Not",
        "IsNaN", "IsInf");
    put(ElementwiseOps.onInputs(Operator.ELEMENTWISE, 0), "Trilu");
    put(ElementwiseOps.onInputs(Operator.ADD, 0, 3), "QLinearAdd");
    put(ElementwiseOps.onInputs(Operator.MUL, 0, 3), "QLinearMul");
    put(ElementwiseOps.onInputs(Operator.SIGMOID, 0), "QLinearSigmoid");
    put(ElementwiseOps.onInputs(Operator.RELU, 0), "QLinearLeakyRelu");
  }

  private static void layouts() {
    put(LayoutOps::reshape, "Reshape");
    put(LayoutOps::flatten, "Flatten");
    put(LayoutOps::transpose, "Transpose");
    put(LayoutOps::squeeze, "Squeeze");
    put(LayoutOps::unsqueeze, "Unsqueeze");
    put(LayoutOps::expand, "Expand");
    put(LayoutOps::tile, "Tile");
    put(LayoutOps::depthToSpace, "DepthToSpace");
    put(LayoutOps::spaceToDepth, "SpaceToDepth");
    put(LayoutOps::identity, "Identity", "Dropout");
    put(LayoutOps::cast, "Cast", "CastLike");
    put(LayoutOps::concat, "Concat");
    put(LayoutOps::qlinearConcat, "QLinearConcat");
    put(SelectionOps::slice, "Slice");
    put(SelectionOps::split, "Split");
    put(SelectionOps::gather, "Gather");
    put(SelectionOps::gatherElements, "GatherElements");
    put(SelectionOps::pad, "Pad");
    put(ResizeOps::resize, "Resize");
    put(ResizeOps::upsample, "Upsample");
    put(ConstantOps::constant, "Constant");
    put(ConstantOps::constantOfShape, "ConstantOfShape");
    put(ConstantOps::shape, "Shape");
    put(ConstantOps::size, "Size");
    put(ConstantOps::range, "Range");
    put(QuantisationOps::quantize, "QuantizeLinear");
    put(QuantisationOps::dequantize, "DequantizeLinear");
    put(QuantisationOps::dynamicQuantize, "DynamicQuantizeLinear");
  }

  private static void put(Handler handler, String... names) {
    for (String name : names) {
      HANDLERS.put(name, handler);
    }
  }
}
