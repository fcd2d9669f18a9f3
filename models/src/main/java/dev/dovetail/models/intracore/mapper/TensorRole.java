package dev.dovetail.models.intracore.mapper;

/** The three tensors of a layer, as a cost model tells them apart. */
public enum TensorRole {
  /** The input; the first operand of a matrix product. */
  INPUT,
  /** The weights; the second operand of a matrix product. */
  FILTER,
  /** The output. */
  OUTPUT
}
