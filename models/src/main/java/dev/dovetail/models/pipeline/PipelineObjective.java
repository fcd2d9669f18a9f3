package dev.dovetail.models.pipeline;

/** What is minimised. */
public enum PipelineObjective {
  /** Cycles from the first to the last of the m samples, Total(m). */
  TOTAL,
  /** Cycles per sample in steady state: the sum over the segments of their stage times. m samples are stored between segments. */
  THROUGHPUT,
  /** Cycles of one sample alone, Total(1). */
  LATENCY,
  /** Femtojoules of all m samples. */
  ENERGY
}
