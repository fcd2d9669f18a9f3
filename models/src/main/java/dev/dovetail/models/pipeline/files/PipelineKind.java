package dev.dovetail.models.pipeline.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.nio.file.Path;

/** Problem kind {@code pipeline}: problem files {@code pipeline/1}, mapping files {@code pipeline-plan/1}. */
public final class PipelineKind implements ProblemKind<PipelineProblem, PipelinePlan> {
  private final LowerBounds<PipelineProblem> bounds;

  /**
   * @param bounds the kind's lower bounds
   */
  public PipelineKind(LowerBounds<PipelineProblem> bounds) {
    this.bounds = bounds;
  }

  @Override
  public String name() {
    return PipelineProblem.KIND;
  }

  @Override
  public String problemFormat() {
    return PipelineReader.FORMAT;
  }

  @Override
  public String mappingFormat() {
    return PlanFile.FORMAT;
  }

  @Override
  public PipelineProblem readProblem(Path file) {
    return PipelineReader.read(file);
  }

  @Override
  public PipelinePlan readMapping(PipelineProblem problem, Path file) {
    return PlanFile.read(problem, file);
  }

  @Override
  public JsonNode writeMapping(PipelineProblem problem, PipelinePlan plan) {
    return PlanFile.write(problem, plan);
  }

  @Override
  public Evaluator<PipelineProblem, PipelinePlan> evaluator() {
    return new PipelineEvaluator();
  }

  @Override
  public LowerBounds<PipelineProblem> lowerBounds() {
    return bounds;
  }
}
