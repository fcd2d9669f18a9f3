package dev.dovetail.models.dataflow;

/** The layer types of the data-centric cost model. */
public enum LayerType {
  /** Dense convolution. */
  CONV,
  /** Depthwise convolution: C channels, each with its own kernel. */
  DSCONV,
  /** Grouped convolution: C and K are those of one group. */
  NGCONV,
  /** Transposed convolution. */
  TRCONV,
  /** Matrix product: M x K by K x N. */
  GEMM;

  /** Whether input rows and columns slide under a kernel. */
  public boolean slides() {
    return this != GEMM;
  }
}
