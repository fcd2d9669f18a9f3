package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.nest.LoopNest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one processing element iterates over in one step of the innermost level. */
final class InnermostWork {
  private InnermostWork() {}

  /** Iterations of each dimension; their product is the multiply-accumulates of the step. */
  static Map<LoopDim, Long> of(LoopNest nest) {
    LayerShape shape = nest.shape();
    Map<LoopDim, Long> tile = nest.innermostTile();
    Map<LoopDim, Long> work = new LinkedHashMap<>();
    for (LoopDim dim : List.of(LoopDim.N, LoopDim.G, LoopDim.K, LoopDim.C, LoopDim.M)) {
      boolean counts = tile.containsKey(dim) && !(shape.type() == LayerType.DSCONV && dim == LoopDim.K);
      if (counts) {
        work.put(dim, tile.get(dim));
      }
    }
    if (shape.type().slides()) {
      work.put(LoopDim.Y_OUT, outputs(tile, LoopDim.Y, LoopDim.R, stride(shape, LoopDim.R, shape.strideY())));
      work.put(LoopDim.X_OUT, outputs(tile, LoopDim.X, LoopDim.S, stride(shape, LoopDim.S, shape.strideX())));
      work.put(LoopDim.R, tile.getOrDefault(LoopDim.R, 1L));
      work.put(LoopDim.S, tile.getOrDefault(LoopDim.S, 1L));
    }
    return work;
  }

  /** Rows that no window reads are left out of a nest, so that windows are at most a kernel apart. */
  private static long stride(LayerShape shape, LoopDim kernel, long stride) {
    return Math.max(1, Math.min(stride, shape.sizes().getOrDefault(kernel, 1L)));
  }

  /**
   * The part of a tensor that the step touches.
   *
   * @param sizes by dimension: {@code C 1 x Y 3 x X 3}
   * @param elements their product
   */
  record Part(String sizes, long elements) {}

  static Part part(LoopNest nest, LayerTensor tensor) {
    Map<LoopDim, Long> tile = new LinkedHashMap<>(of(nest));
    if (tensor == LayerTensor.INPUT) {
      tile.putAll(nest.innermostTile());
    }
    List<String> parts = new ArrayList<>();
    long product = 1;
    for (LoopDim dim : tensor.dims(nest.shape())) {
      LoopDim key =
          tensor != LayerTensor.OUTPUT ? dim : dim == LoopDim.Y ? LoopDim.Y_OUT : dim == LoopDim.X ? LoopDim.X_OUT : dim;
      long size = tile.getOrDefault(key, 1L);
      parts.add(key + " " + size);
      product = Math.multiplyExact(product, size);
    }
    return new Part(String.join(" x ", parts), product);
  }

  private static long outputs(Map<LoopDim, Long> tile, LoopDim v, LoopDim kernel, long stride) {
    long rows = tile.getOrDefault(v, 1L) - tile.getOrDefault(kernel, 1L);
    return rows < 0 ? 0 : rows / stride + 1;
  }
}
