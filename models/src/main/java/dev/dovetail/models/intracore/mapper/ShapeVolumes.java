package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.EnumMap;
import java.util.Map;

/** Multiply-accumulates of a layer, and how many elements of each tensor it needs: no more of a strided input than windows touch. */
final class ShapeVolumes {
  private final LayerShape shape;

  private ShapeVolumes(LayerShape shape) {
    this.shape = shape;
  }

  /** Elements of each tensor. */
  static Map<TensorRole, Long> of(LayerShape shape) {
    return new ShapeVolumes(shape).volumes();
  }

  /** Multiply-accumulates. */
  static long macs(LayerShape shape) {
    ShapeVolumes v = new ShapeVolumes(shape);
    if (shape.type() == LayerType.GEMM) {
      return v.product(LoopDim.M, LoopDim.N, LoopDim.K);
    }
    long outputs = Math.multiplyExact(shape.outputs(LoopDim.Y), shape.outputs(LoopDim.X));
    return Math.multiplyExact(outputs, v.product(LoopDim.N, LoopDim.G, LoopDim.K, LoopDim.C, LoopDim.R, LoopDim.S));
  }

  private Map<TensorRole, Long> volumes() {
    Map<TensorRole, Long> elements = new EnumMap<>(TensorRole.class);
    if (shape.type() == LayerType.GEMM) {
      elements.put(TensorRole.INPUT, product(LoopDim.M, LoopDim.K));
      elements.put(TensorRole.FILTER, product(LoopDim.K, LoopDim.N));
      elements.put(TensorRole.OUTPUT, product(LoopDim.M, LoopDim.N));
      return elements;
    }
    long rows = shape.outputs(LoopDim.Y);
    long columns = shape.outputs(LoopDim.X);
    long channels = product(LoopDim.N, LoopDim.G, shape.type() == LayerType.DSCONV ? LoopDim.C : LoopDim.K);
    elements.put(
        TensorRole.INPUT,
        Math.multiplyExact(
            product(LoopDim.N, LoopDim.G, LoopDim.C), Math.multiplyExact(touched(LoopDim.Y, rows), touched(LoopDim.X, columns))));
    elements.put(TensorRole.FILTER, product(LoopDim.G, LoopDim.K, LoopDim.C, LoopDim.R, LoopDim.S));
    elements.put(TensorRole.OUTPUT, Math.multiplyExact(channels, Math.multiplyExact(rows, columns)));
    return elements;
  }

  private long product(LoopDim... dims) {
    long product = 1;
    for (LoopDim d : dims) {
      product = Math.multiplyExact(product, shape.sizes().getOrDefault(d, 1L));
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
