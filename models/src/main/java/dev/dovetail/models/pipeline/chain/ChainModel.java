package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;

/** What the chain programme's optimum says about a problem. */
public enum ChainModel {
  /** It is the least cost of the problem's plans: chains of segments without coupling, regions of any shape or intervals of one order. */
  EXACT,
  /**
   * No plan costs less: chiplets of several types, rectangles, links, senders' limits, streamed weights that share the DRAM,
   * and loads or stages that overlap are replaced by what is at least as good.
   */
  LOWER_BOUND,
  /** Nothing: branches in different clusters are no chain, and energy is no function of stage times. */
  NONE;

  /** What it says about {@code problem} under its switches and objective. */
  public static ChainModel of(PipelineProblem problem) {
    PipelineSwitches switches = problem.switches();
    if (switches.graph() == Graph.BRANCHES || problem.objective() == PipelineObjective.ENERGY) {
      return NONE;
    }
    boolean paced = problem.objective() == PipelineObjective.THROUGHPUT
        || switches.loadOverlap() == LoadOverlap.NONE && switches.timing() == Timing.LOCKSTEP;
    boolean separable = switches.border() == Border.INGRESS
        && switches.shape() != Shape.RECTANGLES && !switches.dramShared() && !switches.contention();
    return problem.module().isUniform() && paced && separable ? EXACT : LOWER_BOUND;
  }
}
