package dev.dovetail.models.pipeline;

import dev.dovetail.models.Problem;

/**
 * How a network runs as merged pipelines on a multi-chip module.
 *
 * <p>Segments of layers run one after another, each on the whole module for all samples; within a segment clusters of layers form the stages of a
 * pipeline, each on a region of chiplets; the layers of a cluster run one after another on the whole region. Source: Scope, arXiv 2602.14393
 * (abstract); equations, constants and switches are reconstructed, since the paper's body was not available.
 *
 * @param name of this instance
 * @param network the layers
 * @param module the machine
 * @param samples m, at least 1
 * @param switches of the cost model
 * @param objective what is minimised
 */
public record PipelineProblem(
    String name, PipelineNetwork network, MultiChipModule module, long samples, PipelineSwitches switches,
    PipelineObjective objective) implements Problem {
  /** Name of the kind. */
  public static final String KIND = "pipeline";

  @Override
  public String kind() {
    return KIND;
  }

  /** The same problem with other switches. */
  public PipelineProblem with(PipelineSwitches other) {
    return new PipelineProblem(name, network, module, samples, other, objective);
  }

  /** The same problem with another objective. */
  public PipelineProblem with(PipelineObjective other) {
    return new PipelineProblem(name, network, module, samples, switches, other);
  }

  /** The same problem with another number of samples. */
  public PipelineProblem withSamples(long other) {
    return new PipelineProblem(name, network, module, other, switches, objective);
  }
}
