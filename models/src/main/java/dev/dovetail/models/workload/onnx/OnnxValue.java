package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

/**
 * A tensor of the graph during shape inference: which tensors of the workload stand behind it.
 *
 * @param value shape and parts; parts are named by keys of {@link NetworkDraft}
 * @param type element type that the graph gives it
 * @param reads element type in which each part is read: less than its own where a QuantizeLinear stands between
 * @param exclusive whether nothing else reads the parts, so that work can be folded into their layers
 * @param constant whether every part is a constant
 */
record OnnxValue(Value value, ElementType type, Map<String, ElementType> reads, boolean exclusive, boolean constant) {
  List<Integer> shape() {
    return value.shape();
  }

  int rank() {
    return value.rank();
  }

  /** Whether it is one number that no tensor has to hold. */
  boolean isConstantScalar() {
    return constant && Shapes.elements(shape()) == 1;
  }

  /** The same data in another layout. */
  OnnxValue as(Value layout) {
    Shapes.check(layout.shape());
    return new OnnxValue(layout, type, reads, exclusive, constant);
  }

  /** The same data under another element type. */
  OnnxValue typed(ElementType newType) {
    return new OnnxValue(value, newType, reads, exclusive, constant);
  }

  OnnxValue onlyIf(boolean stillExclusive) {
    return new OnnxValue(value, type, reads, exclusive && stillExclusive, constant);
  }
}
