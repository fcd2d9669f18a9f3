package dev.dovetail.models.fusion;

/** What a layer computes, as far as tile shapes and costs depend on it. */
public enum LayerKind {
  /** Convolution over all input channels; a matrix product is one with a 1x1 kernel. */
  CONV,
  /** Convolution in groups of channels. */
  GROUPCONV,
  /** Fully connected: a convolution whose output is 1x1 and whose kernel covers the input. */
  FC,
  /** Pooling over a window. */
  POOL,
  /** Element by element over several operands of one shape. */
  ELTWISE,
  /** Element by element over one operand, or a concatenation of operands over the channels. */
  POINTWISE,
  /** Exchange of axes. */
  TRANSPOSE,
  /** Repetition of elements. */
  UPSAMPLE;

  /** Whether the matrix units compute it; the others run on the vector unit. */
  public boolean isConvolution() {
    return this == CONV || this == GROUPCONV || this == FC;
  }
}
