package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.report.RunFacts;
import java.util.Objects;

/**
 * Everything that the pictures of an allocation are made from.
 *
 * @param problem what was asked
 * @param schedule the answer
 * @param evaluation what the evaluator says of it; with violations the report says so in its first lines
 * @param run what is known of the run that found it
 */
public record ReportInput(AllocationProblem problem, Schedule schedule, Evaluation evaluation, RunFacts run) {
  public ReportInput {
    Objects.requireNonNull(problem);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(evaluation);
    Objects.requireNonNull(run);
  }
}
