package dev.dovetail.models.stream.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Problem kind {@code stream}: problem files {@code stream/1} and reference instances {@code stream-golden/1}; mapping files {@code
 * stream-mapping/1}, Stream's own mapping files, and the mapping in a reference instance.
 */
public final class StreamKind implements ProblemKind<StreamProblem, StreamMapping> {
  private final LowerBounds<StreamProblem> bounds;

  /**
   * @param bounds the kind's lower bounds
   */
  public StreamKind(LowerBounds<StreamProblem> bounds) {
    this.bounds = bounds;
  }

  @Override
  public String name() {
    return StreamProblem.KIND;
  }

  @Override
  public String problemFormat() {
    return StreamProblemReader.FORMAT;
  }

  @Override
  public List<String> problemFormats() {
    return List.of(StreamProblemReader.FORMAT, GoldenReader.FORMAT);
  }

  @Override
  public String mappingFormat() {
    return MappingFile.FORMAT;
  }

  @Override
  public StreamProblem readProblem(Path file) {
    DataNode root = DataFile.read(file);
    if (isGolden(root)) {
      return GoldenReader.read(root).problem();
    }
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    return StreamProblemReader.read(root, folder).problem();
  }

  @Override
  public StreamMapping readMapping(StreamProblem problem, Path file) {
    DataNode root = DataFile.read(file);
    if (isGolden(root)) {
      return GoldenReader.read(root).mapping();
    }
    return MappingYaml.recognises(root)
        ? MappingYaml.read(problem.workload(), problem.hardware(), root)
        : MappingFile.read(problem, root);
  }

  /** Stream's own files say nothing that follows from them. */
  @Override
  public boolean derivesSections(Path mappingFile) {
    DataNode root = DataFile.read(mappingFile);
    return !isGolden(root) && !MappingYaml.recognises(root);
  }

  @Override
  public JsonNode writeMapping(StreamProblem problem, StreamMapping mapping) {
    return MappingFile.writeWithDerived(problem, mapping);
  }

  @Override
  public Evaluator<StreamProblem, StreamMapping> evaluator() {
    return new StreamEvaluator();
  }

  @Override
  public LowerBounds<StreamProblem> lowerBounds() {
    return bounds;
  }

  private static boolean isGolden(DataNode root) {
    return root.isObject() && !root.entries().containsKey("format") && root.entries().containsKey("schema");
  }
}
