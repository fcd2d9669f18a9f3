package dev.dovetail.models.workload;

/** What kind of hardware an operator asks for. */
public enum OperatorClass {
  /** Multiply-accumulate work: convolutions and matrix products. */
  MATRIX,
  /** Sliding-window reductions without weights. */
  POOL,
  /** Element by element or row by row work on vectors. */
  VECTOR
}
