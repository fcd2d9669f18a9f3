package dev.dovetail.models.accelerator;

import dev.dovetail.models.dataflow.Dataflow;
import java.util.List;

/**
 * How a core's array runs matrix operators by data-centric dataflows: what MAESTRO's model asks for and the array itself does not say.
 *
 * <p>Role: pure data of the accelerator file; the cost model that reads it is {@code models.intracore.mapper}.
 *
 * @param dataflows what the array can be configured to, in file order, names unique; at least one
 * @param nocElementsPerCycle elements per cycle between the shared memory and the processing elements, the same at every cluster level,
 *     at least 1
 * @param nocLatencyCycles cycles that a transfer on that network takes before its data flow, at least 0
 * @param simd multiply-accumulates per processing element and cycle, at least 1
 * @param candidates most choices of tile sizes that are tried per dataflow, at least 1; each parameter is tried at its two ends at least
 */
public record DataflowArray(
    List<Dataflow> dataflows, long nocElementsPerCycle, long nocLatencyCycles, long simd, int candidates) {
  /** Choices of tile sizes per dataflow where the file says nothing: what a local search over thousands of tiles can afford. */
  public static final int DEFAULT_CANDIDATES = 64;

  public DataflowArray {
    dataflows = List.copyOf(dataflows);
    if (dataflows.isEmpty() || nocElementsPerCycle < 1 || nocLatencyCycles < 0 || simd < 1 || candidates < 1) {
      throw new IllegalArgumentException(
          "The dataflows (%s), elements per cycle (%d), simd (%d) and candidates (%d) must be positive, the latency (%d) not negative."
              .formatted(dataflows.size(), nocElementsPerCycle, simd, candidates, nocLatencyCycles));
    }
  }
}
