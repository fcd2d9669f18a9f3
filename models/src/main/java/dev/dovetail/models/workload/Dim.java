package dev.dovetail.models.workload;

/** The loop dimensions of a layer, in the field's usual letters. */
public enum Dim {
  /** Batch, and every axis that behaves like one (attention heads). */
  B,
  /** Output channels (columns of a matrix product). */
  K,
  /** Input channels of one group (the summed axis of a matrix product). */
  C,
  /** Output rows; sequence positions of a matrix product or a vector operator. */
  OY,
  /** Output columns. */
  OX,
  /** Kernel rows. */
  FY,
  /** Kernel columns. */
  FX
}
