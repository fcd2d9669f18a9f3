package dev.dovetail.models.dataflow;

import java.util.EnumSet;
import java.util.Set;

/** The tensors of a layer, and the dimensions that choose their elements. */
public enum LayerTensor {
  /** Activations, or the first operand of a matrix product. */
  INPUT("input"),
  /** Weights, or the second operand of a matrix product. */
  FILTER("weights"),
  /** What is computed. */
  OUTPUT("output");

  private final String label;

  LayerTensor(String label) {
    this.label = label;
  }

  /** For tables and pictures. */
  public String label() {
    return label;
  }

  /**
   * The dimensions that choose its elements; rows and columns of an output go by Y and X, like those of the input that they slide over.
   */
  public Set<LoopDim> dims(LayerShape shape) {
    Set<LoopDim> dims = switch (shape.type()) {
      case CONV, TRCONV -> switch (this) {
        case INPUT -> EnumSet.of(LoopDim.C, LoopDim.Y, LoopDim.X);
        case FILTER -> EnumSet.of(LoopDim.K, LoopDim.C, LoopDim.R, LoopDim.S);
        case OUTPUT -> EnumSet.of(LoopDim.K, LoopDim.Y, LoopDim.X);
      };
      case DSCONV -> switch (this) {
        case INPUT, OUTPUT -> EnumSet.of(LoopDim.C, LoopDim.Y, LoopDim.X);
        case FILTER -> EnumSet.of(LoopDim.C, LoopDim.R, LoopDim.S);
      };
      case NGCONV -> switch (this) {
        case INPUT -> EnumSet.of(LoopDim.G, LoopDim.C, LoopDim.Y, LoopDim.X);
        case FILTER -> EnumSet.of(LoopDim.G, LoopDim.K, LoopDim.C, LoopDim.R, LoopDim.S);
        case OUTPUT -> EnumSet.of(LoopDim.G, LoopDim.K, LoopDim.Y, LoopDim.X);
      };
      case GEMM -> switch (this) {
        case INPUT -> EnumSet.of(LoopDim.M, LoopDim.K);
        case FILTER -> EnumSet.of(LoopDim.K, LoopDim.N);
        case OUTPUT -> EnumSet.of(LoopDim.M, LoopDim.N);
      };
    };
    if (shape.type().slides() && this != FILTER && shape.lists(LoopDim.N)) {
      dims.add(LoopDim.N);
    }
    return dims;
  }
}
