package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/** Problem kind {@code allocation}: problem files {@code allocation/1}, mapping files {@code allocation-schedule/1}. */
public final class AllocationKind implements ProblemKind<AllocationProblem, Schedule> {
  private final Function<Path, AllocationProblem> reader;
  private final LowerBounds<AllocationProblem> bounds;

  /** The kind with its own reader and bounds. */
  public AllocationKind() {
    this(AllocationProblemReader::read, new AllocationBounds());
  }

  /**
   * @param reader reads problem files
   * @param bounds the kind's lower bounds
   */
  public AllocationKind(Function<Path, AllocationProblem> reader, LowerBounds<AllocationProblem> bounds) {
    this.reader = Objects.requireNonNull(reader);
    this.bounds = Objects.requireNonNull(bounds);
  }

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public String problemFormat() {
    return AllocationProblemReader.FORMAT;
  }

  @Override
  public String mappingFormat() {
    return ScheduleWriter.FORMAT;
  }

  @Override
  public AllocationProblem readProblem(Path file) {
    return reader.apply(file);
  }

  @Override
  public Schedule readMapping(AllocationProblem problem, Path file) {
    return ScheduleReader.read(file);
  }

  @Override
  public JsonNode writeMapping(AllocationProblem problem, Schedule schedule) {
    return ScheduleWriter.write(problem, schedule);
  }

  @Override
  public JsonNode expected(AllocationProblem problem, Schedule schedule, JsonNode file) {
    return ScheduleWriter.write(problem, schedule, file);
  }

  @Override
  public Evaluator<AllocationProblem, Schedule> evaluator() {
    return new AllocationEvaluator();
  }

  @Override
  public LowerBounds<AllocationProblem> lowerBounds() {
    return bounds;
  }
}
