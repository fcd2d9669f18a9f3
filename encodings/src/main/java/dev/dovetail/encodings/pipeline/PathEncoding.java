package dev.dovetail.encodings.pipeline;

import dev.dovetail.encodings.Encoding;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;

/**
 * The path model: a path of segments over the layers, within it a path of clusters, each with chiplets and, if regions are rectangles, a place.
 *
 * <p>Role: asks a whole problem of kind pipeline; methods ask parts of it, {@link PathModel}. Every plan on the layers' chain is in its space, except
 * that of equally long stages only the shortest is charged.
 */
public final class PathEncoding implements Encoding<PipelineProblem, PipelinePlan> {
  @Override
  public String name() {
    return "pipeline/path";
  }

  /** Why the model has no words for a problem; empty if it has. */
  public static String refusal(PipelineProblem problem) {
    PipelineSwitches switches = problem.switches();
    if (problem.objective() == PipelineObjective.ENERGY) {
      return "the objective (energy)";
    }
    if (!problem.module().isUniform()) {
      return "chiplets of several types";
    }
    if (switches.graph() == Graph.BRANCHES) {
      return "graph: branches";
    }
    if (switches.weights() != Weights.DISTRIBUTED) {
      return "weights: %s".formatted(switches.weights() == Weights.REPLICATED ? "replicated" : "perLayer");
    }
    if (switches.loadOverlap() != LoadOverlap.NONE) {
      return "loadOverlap: next";
    }
    if (switches.timing() != Timing.LOCKSTEP) {
      return "timing: async";
    }
    if (switches.border() != Border.INGRESS) {
      return "border: egress";
    }
    return switches.dramShared() ? "dramShared: true" : switches.contention() ? "contention: true" : "";
  }

  /**
   * Builds the model of all plans that cost at most the best sequential one.
   *
   * @throws BadInputException if the problem asks what the model has no words for
   */
  @Override
  public PathModel encode(PipelineProblem problem) {
    String refusal = refusal(problem);
    if (!refusal.isEmpty()) {
      throw new BadInputException("The path model of problem (%s) has no words for (%s).".formatted(problem.name(), refusal),
          "leave that switch at its default.");
    }
    ChainProgramme chain = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE);
    ChainProgramme sequential = ChainProgramme.of(chain.segments().times(), Restriction.SEQUENTIAL, Effort.SINGLE);
    return new PathModel(PathSpace.of(chain, sequential.optimum()), true);
  }
}
