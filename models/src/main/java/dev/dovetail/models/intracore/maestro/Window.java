package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.LoopDim;

/**
 * One axis of a convolution: input rows or columns, the kernel that slides along them, and the outputs that this gives.
 *
 * @param input Y or X
 * @param kernel R or S
 * @param output Y' or X'
 * @param stride as the layer gives it
 * @param step inputs from one output to the next as the model counts them
 * @param inputExtent inputs as the model counts them
 * @param kernelExtent size of the kernel
 * @param outputExtent outputs as the model counts them
 */
record Window(
    LoopDim input,
    LoopDim kernel,
    LoopDim output,
    long stride,
    long step,
    long inputExtent,
    long kernelExtent,
    long outputExtent) {
  /** The outputs that so many inputs give under so large a part of the kernel. */
  long outputs(long inputs, long kernelTile) {
    return Math.addExact(Math.subtractExact(inputs, kernelTile) / step, 1);
  }
}
