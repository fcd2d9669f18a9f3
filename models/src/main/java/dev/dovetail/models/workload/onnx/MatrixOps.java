package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Value;
import java.util.ArrayList;
import java.util.List;

/** Matrix products: MatMul, Gemm, and their quantised forms. */
final class MatrixOps {
  private MatrixOps() {}

  static void matmul(OpNode n) {
    matmul(n, 0, 1, n.input(0).type());
  }

  static void matmulInteger(OpNode n) {
    matmul(n, 0, 1, ElementType.INT32);
  }

  /** Inputs a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point. */
  static void qlinearMatmul(OpNode n) {
    matmul(n, 0, 3, n.input(7).type());
  }

  static void gemm(OpNode n) {
    gemm(n, 0, 1, 2, n.input(0).type());
  }

  /** Inputs a, a_scale, a_zero_point, b, b_scale, b_zero_point, c, y_scale, y_zero_point. */
  static void qgemm(OpNode n) {
    gemm(n, 0, 3, 6, n.hasInput(8) ? n.input(8).type() : ElementType.FLOAT);
  }

  private static void matmul(OpNode n, int aIndex, int bIndex, ElementType type) {
    OnnxValue a = n.input(aIndex, 1);
    OnnxValue b = n.input(bIndex, 1);
    // A vector is a matrix of one row (left) or one column (right), and that axis leaves the result.
    Value left = a.rank() == 1 ? a.value().reshape(1, a.shape().get(0)) : a.value();
    Value right = b.rank() == 1 ? b.value().reshape(b.shape().get(0), 1) : b.value();
    String name = n.layerName();
    OnnxValue y = n.layer(type, List.of(a.as(left), b.as(right)), List.of(), net -> net.matmul(name, left, right));
    List<Integer> shape = new ArrayList<>(y.shape());
    if (b.rank() == 1) {
      shape.remove(shape.size() - 1);
    }
    if (a.rank() == 1) {
      shape.remove(shape.size() - (b.rank() == 1 ? 1 : 2));
    }
    n.set(0, y.as(y.value().reshape(shape)));
  }

  private static void gemm(OpNode n, int aIndex, int bIndex, int cIndex, ElementType type) {
    OnnxValue a = matrix(n, aIndex, "transA");
    OnnxValue b = matrix(n, bIndex, "transB");
    String name = n.layerName();
    OnnxValue y = n.layer(type, List.of(a, b), List.of(), net -> net.matmul(name, a.value(), b.value()));
    if (n.hasInput(cIndex) && !n.input(cIndex).isConstantScalar()) {
      OnnxValue c = n.input(cIndex);
      n.draft().addOperand(y, c, ElementwiseOps.broadcastMaps(c.shape(), y.shape()));
    }
  }

  private static OnnxValue matrix(OpNode n, int index, String transposed) {
    OnnxValue m = n.input(index);
    if (m.rank() != 2) {
      throw new IllegalArgumentException("its input %d of shape %s must be a matrix".formatted(index, m.shape()));
    }
    return n.integer(transposed, 0) != 0 ? m.as(m.value().transpose(1, 0)) : m;
  }
}
