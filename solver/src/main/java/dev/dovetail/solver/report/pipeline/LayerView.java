package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ClusterTiming.Work;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;

/**
 * A layer where a plan runs it.
 *
 * @param layer what it is
 * @param work what the evaluator says of it
 * @param transfer cycles in which its bytes arrive
 */
record LayerView(PipelineLayer layer, Work work, long transfer) {
  /** Index in the network. */
  int index() {
    return work.layer();
  }

  /** How it is split. */
  Partition partition() {
    return work.partition();
  }

  /** Cycles that the arrays compute for a sample, on the slowest chiplet of the region. */
  long compute() {
    return work.computeCycles();
  }

  /** Bytes that each chiplet receives for a sample. */
  long bytes() {
    return work.receivedBytes();
  }

  /** Cycles from its begin to its end. */
  long time() {
    return work.cycles();
  }

  /** Whether the layer would be faster with more bytes per cycle rather than with a larger array. */
  boolean isTransferBound() {
    return transfer > compute();
  }

  /** What limits it, in words. */
  String limit() {
    return isTransferBound() ? "transfers" : "computing";
  }
}
