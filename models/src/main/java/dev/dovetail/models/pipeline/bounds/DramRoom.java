package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import java.util.Arrays;

/**
 * Whether the layers can be cut into segments at all, where what stands between segments must fit into DRAM.
 *
 * <p>Role: the one way in which a chain has no plan: a layer alone always runs, its weights streamed if need be.
 */
final class DramRoom {
  private DramRoom() {}

  /**
   * Finds the cut that leaves least at its worst place.
   *
   * @throws InfeasibleException if that is too much
   */
  static void check(PipelineProblem problem) {
    long capacity = problem.module().dramCapacityBytes();
    if (!problem.switches().dramCapacity() || problem.switches().graph() == Graph.BRANCHES) {
      return;
    }
    LayerCosts costs = new LayerCosts(problem);
    int size = problem.network().size();
    long[] needed = new long[size + 1];
    Arrays.fill(needed, Long.MAX_VALUE);
    needed[0] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size && costs.exists(i, j); j++) {
        long left = j == size - 1 ? 0 : left(problem, j);
        needed[j + 1] = Math.min(needed[j + 1], Math.max(needed[i], left));
      }
    }
    if (needed[size] > capacity) {
      throw new InfeasibleException(
          "The weight buffers (%,d bytes) hold no more layers in a segment, and however %s is cut into segments, %,d samples leave at least %,d bytes in DRAM between two of them; it holds %,d."
              .formatted(problem.module().weightBufferBytes(), problem.network().name(), problem.samples(), needed[size],
                  capacity),
          "raise the DRAM capacity to %,d bytes, enlarge the weight buffers, or ask for fewer samples.".formatted(needed[size]));
    }
  }

  private static long left(PipelineProblem problem, int l) {
    PipelineLayer layer = problem.network().layer(l);
    return Exact.multiply(problem.samples(), layer.outputBytes() + layer.skipBytes());
  }
}
