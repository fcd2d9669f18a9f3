package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;

/** The dimensions of one tensor, in the model's order. */
final class TensorDims {
  private final int[] ordinals;
  private final int mask;

  TensorDims(List<LoopDim> dims) {
    ordinals = dims.stream().mapToInt(LoopDim::ordinal).toArray();
    int bits = 0;
    for (int d : ordinals) {
      bits |= 1 << d;
    }
    mask = bits;
  }

  /** One bit per dimension, by ordinal. */
  int mask() {
    return mask;
  }

  boolean has(int dim) {
    return (mask >> dim & 1) != 0;
  }

  /** The dimensions by ordinal, in the model's order; not to be changed. */
  int[] ordinals() {
    return ordinals;
  }

  /** The product of its extents. */
  long volume(long[] extents) {
    long product = 1;
    for (int d : ordinals) {
      product = Math.multiplyExact(product, extents[d]);
    }
    return product;
  }
}
