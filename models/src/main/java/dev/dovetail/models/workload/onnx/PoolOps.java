package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import java.util.List;

/** Pools with a window, and global ones, in one and two dimensions. */
final class PoolOps {
  private PoolOps() {}

  static OperatorTable.Handler window(Operator operator) {
    return n -> {
      OnnxValue x = spatial(n);
      long[] kernel = n.integers("kernel_shape");
      if (kernel == null || kernel.length != x.rank() - 2) {
        throw new IllegalArgumentException("its kernel_shape must have %d numbers".formatted(x.rank() - 2));
      }
      List<SlidingWindow> windows = Windows.of(n, x.shape(), Shapes.of(kernel));
      String name = n.layerName();
      n.layer(x.type(), List.of(x), List.of(), b -> b.pool(name, operator, x.value(), windows));
    };
  }

  static OperatorTable.Handler global(Operator operator) {
    return n -> {
      OnnxValue x = spatial(n);
      String name = n.layerName();
      n.layer(x.type(), List.of(x), List.of(), b -> b.globalPool(name, operator, x.value()));
    };
  }

  private static OnnxValue spatial(OpNode n) {
    OnnxValue x = n.input(0, 3);
    if (x.rank() > 4) {
      throw n.unsupported("%d spatial axes".formatted(x.rank() - 2), "pool over two axes at a time.");
    }
    return x;
  }
}
