package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.SlidingWindow;
import java.util.Arrays;
import java.util.List;

/** Convolutions and transposed convolutions, in one and two dimensions, in floating point and quantised. */
final class ConvolutionOps {
  private ConvolutionOps() {}

  static void conv(OpNode n) {
    conv(n, 0, 1, 2, n.input(0).type());
  }

  /** Inputs x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, bias. */
  static void qlinearConv(OpNode n) {
    conv(n, 0, 3, 8, n.input(7).type());
  }

  static void convInteger(OpNode n) {
    conv(n, 0, 1, Integer.MAX_VALUE, ElementType.INT32);
  }

  private static void conv(OpNode n, int xIndex, int wIndex, int biasIndex, ElementType type) {
    OnnxValue x = n.input(xIndex, 3);
    OnnxValue w = n.input(wIndex, 3);
    List<Integer> kernel = kernel(n, x, w);
    int groups = OpNode.bounded(n.integer("group", 1), 1, "group");
    if ((long) w.shape().get(1) * groups != x.shape().get(1)) {
      throw new IllegalArgumentException(
          "its weights of shape %s in %d groups do not fit its input of shape %s".formatted(w.shape(), groups, x.shape()));
    }
    List<SlidingWindow> windows = Windows.of(n, x.shape(), kernel);
    String name = n.layerName();
    OnnxValue y = n.layer(type, List.of(x, w), List.of(), b -> b.conv(name, x.value(), w.value(), groups, windows));
    addBias(n, y, biasIndex);
  }

  static void convTranspose(OpNode n) {
    OnnxValue x = n.input(0, 3);
    OnnxValue w = n.input(1, 3);
    List<Integer> kernel = kernel(n, x, w);
    int groups = OpNode.bounded(n.integer("group", 1), 1, "group");
    if ((long) w.shape().get(1) * groups > Shapes.MAX_EXTENT) {
      throw new IllegalArgumentException("its %d groups of %s are absurdly many".formatted(groups, w.shape()));
    }
    Windows.Transposed t = Windows.transposed(n, x.shape(), kernel);
    String name = n.layerName();
    OnnxValue y =
        n.layer(x.type(), List.of(x, w), List.of(),
            b -> b.convTranspose(name, x.value(), w.value(), groups, t.windows(), t.extents()));
    addBias(n, y, 2);
  }

  /** The bias {@code [K]}: one more operand, along the channels. */
  private static void addBias(OpNode n, OnnxValue y, int index) {
    if (n.hasInput(index)) {
      OnnxValue bias = n.input(index);
      if (!bias.shape().equals(List.of(y.shape().get(1)))) {
        throw new IllegalArgumentException(
            "its bias of shape %s must have the %d output channels".formatted(bias.shape(), y.shape().get(1)));
      }
      n.draft().addOperand(y, bias, List.of(new AxisMap.Same(1)));
    }
  }

  private static List<Integer> kernel(OpNode n, OnnxValue x, OnnxValue w) {
    if (x.rank() != w.rank()) {
      throw new IllegalArgumentException(
          "its input %s and weights %s differ in their number of axes".formatted(x.shape(), w.shape()));
    }
    if (x.rank() > 4) {
      throw n.unsupported("%d spatial axes".formatted(x.rank() - 2),
          "write it with one or two spatial axes: a sum of 2-D convolutions.");
    }
    List<Integer> kernel = w.shape().subList(2, w.rank());
    long[] stated = n.integers("kernel_shape");
    if (stated != null && !kernel.equals(Arrays.stream(stated).mapToObj(k -> (int) k).toList())) {
      throw new IllegalArgumentException(
          "its kernel_shape %s differs from its weights' shape %s".formatted(Arrays.toString(stated), w.shape()));
    }
    return kernel;
  }
}
