package dev.dovetail.models.workload;

import static dev.dovetail.models.workload.OperatorClass.MATRIX;
import static dev.dovetail.models.workload.OperatorClass.POOL;
import static dev.dovetail.models.workload.OperatorClass.VECTOR;

/**
 * What a layer computes.
 *
 * <p>{@link #operationsPerElement()} is the number of elementary operations that one lane spends on one output element (for a
 * pool: on one window element); matrix operators count multiply-accumulates instead. Softmax 4 and GELU 2 are the values of the
 * prototype's machine model (allocation notes, 1.2); the other activations with an exponential take 4 as in Stream's
 * {@code cycles_per_op}.
 */
public enum Operator {
  CONV(MATRIX, 1),
  CONV_TRANSPOSE(MATRIX, 1),
  MATMUL(MATRIX, 1),
  MAX_POOL(POOL, 1),
  AVERAGE_POOL(POOL, 1),
  ADD(VECTOR, 1),
  SUB(VECTOR, 1),
  MUL(VECTOR, 1),
  DIV(VECTOR, 1),
  RELU(VECTOR, 1),
  CLIP(VECTOR, 1),
  SIGMOID(VECTOR, 4),
  SILU(VECTOR, 4),
  TANH(VECTOR, 4),
  EXP(VECTOR, 4),
  GELU(VECTOR, 2),
  /** Any other operator that works element by element. */
  ELEMENTWISE(VECTOR, 1),
  SOFTMAX(VECTOR, 4),
  LAYER_NORM(VECTOR, 4),
  RMS_NORM(VECTOR, 3),
  /** Sum, mean, max over axes. */
  REDUCE(VECTOR, 1),
  GATHER(VECTOR, 1),
  RESIZE(VECTOR, 1);

  private final OperatorClass operatorClass;
  private final int operationsPerElement;

  Operator(OperatorClass operatorClass, int operationsPerElement) {
    this.operatorClass = operatorClass;
    this.operationsPerElement = operationsPerElement;
  }

  /** The kind of hardware that it asks for. */
  public OperatorClass operatorClass() {
    return operatorClass;
  }

  /** Elementary operations per output element (or per window element) on one lane. */
  public int operationsPerElement() {
    return operationsPerElement;
  }

  /** Whether an output element depends on a whole run of its input, so that this axis is never cut. */
  public boolean normalises() {
    return this == SOFTMAX || this == LAYER_NORM || this == RMS_NORM;
  }
}
