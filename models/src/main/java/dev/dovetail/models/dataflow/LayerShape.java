package dev.dovetail.models.dataflow;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A layer as directives see it: its type, the sizes that it lists, its strides.
 *
 * <p>Plain data as a person wrote it: whether the sizes make a layer is judged by the cost model.
 *
 * @param type what it computes
 * @param sizes size of each listed dimension, elements; Y and X include padding; unmodifiable, in the order of {@link LoopDim}
 * @param strideY stride of the output rows, 1 where nothing slides
 * @param strideX stride of the output columns, 1 where nothing slides
 */
public record LayerShape(LayerType type, Map<LoopDim, Long> sizes, long strideY, long strideX) {
  public LayerShape {
    Objects.requireNonNull(type);
    EnumMap<LoopDim, Long> copy = new EnumMap<>(LoopDim.class);
    copy.putAll(sizes);
    sizes = Collections.unmodifiableMap(copy);
  }

  /** A layer with strides of 1. */
  public LayerShape(LayerType type, Map<LoopDim, Long> sizes) {
    this(type, sizes, 1, 1);
  }

  /**
   * Output rows or columns: how often the kernel fits into the input at the stride, or as many as are listed in place of the input.
   *
   * @param input Y or X
   * @return 0 if the kernel fits nowhere or the stride is not positive; 1 if the layer lists neither input nor outputs
   */
  public long outputs(LoopDim input) {
    boolean rows = input == LoopDim.Y;
    Long extent = sizes.get(input);
    if (extent == null) {
      return sizes.getOrDefault(rows ? LoopDim.Y_OUT : LoopDim.X_OUT, 1L);
    }
    long stride = rows ? strideY : strideX;
    long free = extent - sizes.getOrDefault(rows ? LoopDim.R : LoopDim.S, 1L);
    return stride < 1 || free < 0 ? 0 : free / stride + 1;
  }

  /** Whether the layer lists {@code dim}. */
  public boolean lists(LoopDim dim) {
    return sizes.containsKey(dim);
  }
}
