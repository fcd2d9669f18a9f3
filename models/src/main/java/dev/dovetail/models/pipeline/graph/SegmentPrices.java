package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;

/**
 * What a segment adds to the objective, where all stages begin at once and weights are loaded before a segment begins.
 *
 * <p>Role: segments share nothing then, so that a plan costs the sum.
 */
public final class SegmentPrices {
  private final PipelineProblem problem;
  private final GraphCosts costs;
  private final boolean loads;
  private final long passes;

  /**
   * @param costs of a problem whose objective is a time
   */
  public SegmentPrices(GraphCosts costs) {
    this.problem = costs.problem();
    this.costs = costs;
    PipelineObjective objective = problem.objective();
    this.loads = objective != PipelineObjective.THROUGHPUT;
    this.passes = objective == PipelineObjective.TOTAL ? problem.samples() : 1;
  }

  /** Whether layers may form a segment. */
  public boolean exists(int first, int last) {
    return costs.layerCosts().exists(first, last);
  }

  /** What it costs whatever its stages: the cycles in which its weights are loaded, 0 in steady state. */
  public long load(int first, int last) {
    return loads ? costs.layerCosts().load(first, last) : 0;
  }

  /** How often a stage counts in a pipeline that is {@code depth} clusters deeper than one: samples + depth; 1 in steady state. */
  public long passes(int depth) {
    return loads ? passes + depth : 1;
  }

  /** What it costs. */
  public long cost(int first, int last, int depth, long stageCycles) {
    return load(first, last) + passes(depth) * stageCycles;
  }
}
