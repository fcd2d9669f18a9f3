package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.onnx.OnnxModel.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * QuantizeLinear, DequantizeLinear and DynamicQuantizeLinear.
 *
 * <p>Role: they cost nothing here. What is read behind a quantisation is read in the quantised precision; a tensor has the
 * largest precision in which it is read.
 */
final class QuantisationOps {
  private QuantisationOps() {}

  static void quantize(OpNode n) {
    Attribute stated = n.attribute("output_dtype");
    @Nullable ElementType type = n.hasInput(2)
        ? n.input(2).type()
        : stated == null || stated.i() == 0 ? ElementType.UINT8 : ElementType.of(stated.i());
    if (type == null) {
      throw n.unsupported("an output type that is no number", "quantise to an integer type.");
    }
    n.set(0, n.draft().quantised(n.input(0), type));
  }

  static void dequantize(OpNode n) {
    n.set(0, n.input(0).typed(n.input(1).type()));
  }

  /** Its scale and zero point are one number each: they are dropped like constants. */
  static void dynamicQuantize(OpNode n) {
    n.set(0, n.draft().quantised(n.input(0), ElementType.UINT8));
    for (int i = 1; i < Math.min(3, n.outputCount()); i++) {
      n.set(i, n.draft().constant(n.outputName(i), List.of(), i == 1 ? ElementType.FLOAT : ElementType.UINT8, null));
    }
  }
}
