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

  /** Whether the layer lists {@code dim}. */
  public boolean lists(LoopDim dim) {
    return sizes.containsKey(dim);
  }
}
