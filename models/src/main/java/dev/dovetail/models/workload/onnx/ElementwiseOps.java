package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators that work element by element, with broadcasting.
 *
 * <p>Role: constants of one number are dropped; a sum with a constant along the output channels is the bias of the matrix product
 * before it; ReLU, clipping, leaky ReLU and batch normalisation go into the layer before them if nothing else reads its output.
 */
final class ElementwiseOps {
  private ElementwiseOps() {}

  /** Any number of operands; the result has the type of the first that is no constant. */
  static OperatorTable.Handler on(Operator operator) {
    return n -> apply(n, operator, n.presentInputs(), null);
  }

  /** As {@link #on}, but the result is of that type. */
  static OperatorTable.Handler to(ElementType type) {
    return n -> apply(n, Operator.ELEMENTWISE, n.presentInputs(), type);
  }

  /** Only the given inputs are operands; the result has the type of the first. Scales and zero points are dropped this way. */
  static OperatorTable.Handler onInputs(Operator operator, int... indices) {
    return n -> {
      List<OnnxValue> operands = new ArrayList<>();
      for (int i : indices) {
        operands.add(n.input(i));
      }
      apply(n, operator, operands, operands.get(0).type());
    };
  }

  /** Chooses between its last two operands. */
  static void where(OpNode n) {
    apply(n, Operator.ELEMENTWISE, List.of(n.input(0), n.input(1), n.input(2)), n.input(1).type());
  }

  static void add(OpNode n) {
    OnnxValue a = n.input(0);
    OnnxValue b = n.input(1);
    if (!(isBias(n, a, b) || isBias(n, b, a))) {
      apply(n, Operator.ADD, List.of(a, b), null);
      return;
    }
    OnnxValue x = b.constant() ? a : b;
    OnnxValue bias = b.constant() ? b : a;
    n.draft().addOperand(x, bias, broadcastMaps(bias.shape(), x.shape()));
    n.set(0, fresh(n, n.draft().fold(x, n.label(), n.outputName(0))));
  }

  /**
   * Whether {@code bias} is a constant along the output channels of the matrix operator that alone makes {@code x} for this node.
   */
  private static boolean isBias(OpNode n, OnnxValue x, OnnxValue bias) {
    Layer maker = n.draft().canFoldInto(x) ? n.draft().maker(x) : null;
    if (maker == null || maker.operator().operatorClass() != OperatorClass.MATRIX || n.draft().hasBias(x)) {
      return false;
    }
    int channels = maker.axes().indexOf(Dim.K) - x.rank() + bias.rank();
    if (!bias.constant() || bias.rank() > x.rank() || channels < 0) {
      return false;
    }
    int extent = bias.shape().get(channels);
    return extent > 1 && Shapes.elements(bias.shape()) == extent && extent == x.shape().get(channels + x.rank() - bias.rank());
  }

  /** A product with, or quotient by, one constant number: free behind a matrix operator, as a batch normalisation is. */
  static OperatorTable.Handler scaling(Operator operator) {
    return n -> {
      OnnxValue a = n.input(0);
      OnnxValue b = n.input(1);
      OnnxValue x = b.isConstantScalar() || operator == Operator.DIV ? a : b;
      OnnxValue factor = x == a ? b : a;
      if (factor.isConstantScalar() && factor.rank() <= x.rank() && n.draft().canFoldInto(x) && n.draft().isMatrixProduct(x)) {
        n.set(0, fresh(n, n.draft().fold(x, n.label(), n.outputName(0))));
      } else {
        apply(n, operator, List.of(a, b), null);
      }
    };
  }

  /** An activation that the layer before it does for free; a layer of its own if it cannot. */
  static OperatorTable.Handler folding(Operator operator) {
    return n -> {
      OnnxValue x = n.input(0);
      boolean plain = n.presentInputs().stream().skip(1).allMatch(OnnxValue::isConstantScalar);
      if (plain && n.draft().canFoldInto(x)) {
        n.set(0, fresh(n, n.draft().fold(x, n.label(), n.outputName(0))));
      } else {
        apply(n, operator, n.presentInputs(), x.type());
      }
    };
  }

  /** Scale and shift per channel: folded into a convolution or matrix product (the shift becomes its bias), else a layer. */
  static void batchNormalization(OpNode n) {
    OnnxValue x = n.input(0, 2);
    OnnxValue shift = n.input(2);
    if (n.integer("training_mode", 0) != 0) {
      throw n.unsupported("training_mode", "export the network for inference.");
    }
    for (int i = 1; i <= 4; i++) {
      if (!n.input(i).shape().equals(List.of(x.shape().get(1)))) {
        throw new IllegalArgumentException(
            "its input %d of shape %s must have the %d channels".formatted(i, n.input(i).shape(), x.shape().get(1)));
      }
    }
    boolean constants = n.presentInputs().stream().skip(1).allMatch(OnnxValue::constant);
    Layer maker = constants && n.draft().canFoldInto(x) ? n.draft().maker(x) : null;
    List<AxisMap> channel = List.of(new AxisMap.Same(1));
    if (maker != null && maker.operator().operatorClass() == OperatorClass.MATRIX && maker.axes().get(1) == Dim.K) {
      if (!n.draft().hasBias(x)) {
        n.draft().addOperand(x, shift, channel);
      }
      n.set(0, fresh(n, n.draft().fold(x, n.label(), n.outputName(0))));
      return;
    }
    String name = n.layerName();
    OnnxValue y = n.layer(x.type(), List.of(x), x.shape(), b -> b.elementwise(name, Operator.ELEMENTWISE, x.value()));
    // Mean and variance are constants: only a combined scale and a combined shift are left.
    n.draft().addOperand(y, n.input(1), channel);
    n.draft().addOperand(y, shift, channel);
  }

  /** Whatever stood in the way of the value's precision is gone: the layer now makes this node's output. */
  private static OnnxValue fresh(OpNode n, OnnxValue folded) {
    return n.draft().unquantised(folded);
  }

  static void apply(OpNode n, Operator operator, List<OnnxValue> values, @Nullable ElementType type) {
    List<Integer> shape = List.of();
    List<OnnxValue> operands = new ArrayList<>();
    for (OnnxValue v : values) {
      shape = Shapes.broadcast(shape, v.shape());
      if (!v.isConstantScalar()) {
        operands.add(v);
      }
    }
    ElementType result = type != null ? type : (operands.isEmpty() ? values : operands).get(0).type();
    Constant known = ConstantFolder.fold(n, values, shape);
    if (known != null) {
      n.setConstant(shape, result, known);
      return;
    }
    List<Integer> whole = shape;
    String name = n.layerName();
    Value[] read = operands.stream().map(OnnxValue::value).toArray(Value[]::new);
    OnnxValue y = n.layer(result, operands, shape, b -> b.elementwise(name, operator, read));
    if (!y.shape().equals(whole)) {
      n.set(0, y.as(y.value().reshape(whole))); // a dropped constant had more axes of extent 1
    }
  }

  static List<AxisMap> broadcastMaps(List<Integer> from, List<Integer> to) {
    if (!Shapes.broadcast(from, to).equals(to)) {
      throw new IllegalArgumentException("its operand of shape %s cannot be broadcast to %s".formatted(from, to));
    }
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < from.size(); a++) {
      int at = to.size() - from.size() + a;
      maps.add(from.get(a) == 1 && to.get(at) > 1 ? new AxisMap.At(0) : new AxisMap.Same(at));
    }
    return maps;
  }
}
