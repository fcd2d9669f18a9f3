package dev.dovetail.models.mapping.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.mapping.MappingBounds;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import java.nio.file.Path;
import java.util.Objects;

/** Problem kind {@code mapping}: problem files {@code mapping/1}, mapping files {@code mapping-plan/1}. */
public final class MappingKind implements ProblemKind<MappingProblem, NetworkMapping> {
  @Override
  public String name() {
    return "mapping";
  }

  @Override
  public String problemFormat() {
    return MappingProblemReader.FORMAT;
  }

  @Override
  public String mappingFormat() {
    return MappingPlanFile.FORMAT;
  }

  @Override
  public MappingProblem readProblem(Path file) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    return MappingProblemReader.read(DataFile.read(file), folder);
  }

  @Override
  public NetworkMapping readMapping(MappingProblem problem, Path file) {
    return MappingPlanFile.read(DataFile.read(file));
  }

  @Override
  public JsonNode writeMapping(MappingProblem problem, NetworkMapping mapping) {
    return MappingPlanFile.write(problem, mapping, JsonNodeFactory.instance.missingNode());
  }

  @Override
  public JsonNode expected(MappingProblem problem, NetworkMapping mapping, JsonNode file) {
    return MappingPlanFile.write(problem, mapping, file);
  }

  @Override
  public Evaluator<MappingProblem, NetworkMapping> evaluator() {
    return new MappingEvaluator();
  }

  @Override
  public LowerBounds<MappingProblem> lowerBounds() {
    return new MappingBounds();
  }
}
