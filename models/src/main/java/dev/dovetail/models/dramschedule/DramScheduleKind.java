package dev.dovetail.models.dramschedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import java.nio.file.Path;

/** Problem kind {@code dram-schedule}: problem files {@code dram-schedule/1}, mapping files {@code dram-schedule-mapping/1}. */
public final class DramScheduleKind implements ProblemKind<DramScheduleProblem, DramSchedule> {
  @Override
  public String name() {
    return DramScheduleProblem.KIND;
  }

  @Override
  public String problemFormat() {
    return DramScheduleReader.FORMAT;
  }

  @Override
  public String mappingFormat() {
    return DramScheduleMapping.FORMAT;
  }

  @Override
  public DramScheduleProblem readProblem(Path file) {
    return DramScheduleReader.read(file);
  }

  @Override
  public DramSchedule readMapping(DramScheduleProblem problem, Path file) {
    return DramScheduleMapping.read(file);
  }

  @Override
  public JsonNode writeMapping(DramScheduleProblem problem, DramSchedule schedule) {
    return DramScheduleMapping.write(problem, schedule);
  }

  @Override
  public Evaluator<DramScheduleProblem, DramSchedule> evaluator() {
    return new DramScheduleEvaluator();
  }

  @Override
  public LowerBounds<DramScheduleProblem> lowerBounds() {
    return new DramScheduleBounds();
  }
}
