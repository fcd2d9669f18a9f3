package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Multiply-accumulates of a layer, and how many elements of each tensor it needs: no more of a strided input than windows touch. */
final class ShapeVolumes {
  private final LayerShape shape;

  private ShapeVolumes(LayerShape shape) {
    this.shape = shape;
  }

  /** Elements of each tensor. */
  static Map<LayerTensor, Long> of(LayerShape shape) {
    return new ShapeVolumes(shape).volumes();
  }

  /** Multiply-accumulates. */
  static long macs(LayerShape shape) {
    Set<LoopDim> loops = EnumSet.copyOf(LayerTensor.INPUT.dims(shape));
    loops.addAll(LayerTensor.FILTER.dims(shape));
    return new ShapeVolumes(shape).product(loops, false);
  }

  private Map<LayerTensor, Long> volumes() {
    Map<LayerTensor, Long> elements = new EnumMap<>(LayerTensor.class);
    for (LayerTensor tensor : LayerTensor.values()) {
      elements.put(tensor, product(tensor.dims(shape), tensor == LayerTensor.INPUT));
    }
    return elements;
  }

  /** Of the extents; rows and columns count as inputs that some window touches, or as outputs. */
  private long product(Set<LoopDim> dims, boolean asInputs) {
    long product = 1;
    for (LoopDim d : dims) {
      boolean slides = d == LoopDim.Y || d == LoopDim.X;
      long outputs = slides ? shape.outputs(d) : shape.sizes().getOrDefault(d, 1L);
      product = Math.multiplyExact(product, slides && asInputs ? touched(d, outputs) : outputs);
    }
    return product;
  }

  private long kernel(LoopDim input) {
    return shape.sizes().getOrDefault(input == LoopDim.Y ? LoopDim.R : LoopDim.S, 1L);
  }

  private long stride(LoopDim input) {
    return input == LoopDim.Y ? shape.strideY() : shape.strideX();
  }

  /** Indices of an input axis that some window touches. */
  private long touched(LoopDim input, long outputs) {
    return (outputs - 1) * Math.min(stride(input), kernel(input)) + kernel(input);
  }
}
