package dev.dovetail.encodings.pipeline;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;

/**
 * A segment's share of the objective: {@code loads * load + (fixed + perCluster * C) * stage} for C clusters.
 *
 * <p>Role: what is linear once C is known. Total(m) is load + (m + C - 1) * stage, one sample load + C * stage, steady state the stage alone.
 *
 * @param loads 1 if loading weights counts, else 0
 * @param fixed stages of a segment beyond those that each cluster adds
 * @param perCluster stages that a cluster adds, 0 or 1
 */
public record SegmentPrice(long loads, long fixed, long perCluster) {
  /**
   * The price under the problem's objective, of stages in lock step and loads that nothing hides.
   *
   * @throws IllegalArgumentException if the objective is energy
   */
  public static SegmentPrice of(PipelineProblem problem) {
    PipelineObjective objective = problem.objective();
    return switch (objective) {
      case TOTAL -> new SegmentPrice(1, problem.samples() - 1, 1);
      case LATENCY -> new SegmentPrice(1, 0, 1);
      case THROUGHPUT -> new SegmentPrice(0, 1, 0);
      case ENERGY -> throw new IllegalArgumentException("The objective (ENERGY) is no function of stage times.");
    };
  }

  /** Stages that a segment of so many clusters pays for. */
  public long stages(long clusters) {
    return Math.addExact(fixed, perCluster * clusters);
  }

  /** What a segment costs. */
  public long cost(long load, long clusters, long stage) {
    return Math.addExact(loads * load, Math.multiplyExact(stages(clusters), stage));
  }

  /** Longest stage with which a segment of so many clusters costs at most {@code most}; negative if there is none. */
  public long longestStage(long load, long clusters, long most) {
    return Math.floorDiv(Math.subtractExact(most, loads * load), stages(clusters));
  }
}
