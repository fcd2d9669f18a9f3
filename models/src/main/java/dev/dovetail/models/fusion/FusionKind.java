package dev.dovetail.models.fusion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import java.nio.file.Path;
import java.util.Objects;

/** Problem kind {@code fusion}: problem files {@code fusion/1}, mapping files {@code fusion-plan/1}. */
public final class FusionKind implements ProblemKind<FusionProblem, FusionMapping> {
  private final LowerBounds<FusionProblem> bounds;

  /** The kind with its lower bounds, which stand in a package of their own. */
  public FusionKind(LowerBounds<FusionProblem> bounds) {
    this.bounds = Objects.requireNonNull(bounds);
  }

  @Override
  public String name() {
    return FusionProblem.KIND;
  }

  @Override
  public String problemFormat() {
    return FusionProblemReader.FORMAT;
  }

  @Override
  public String mappingFormat() {
    return FusionMappingFile.FORMAT;
  }

  @Override
  public FusionProblem readProblem(Path file) {
    return FusionProblemReader.read(file);
  }

  @Override
  public FusionMapping readMapping(FusionProblem problem, Path file) {
    return FusionMappingFile.read(file);
  }

  @Override
  public JsonNode writeMapping(FusionProblem problem, FusionMapping mapping) {
    return FusionMappingFile.write(problem, mapping);
  }

  @Override
  public Evaluator<FusionProblem, FusionMapping> evaluator() {
    return new FusionEvaluator();
  }

  @Override
  public LowerBounds<FusionProblem> lowerBounds() {
    return bounds;
  }
}
