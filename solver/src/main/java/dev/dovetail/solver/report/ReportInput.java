package dev.dovetail.solver.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that the pictures of an allocation are made from.
 *
 * @param problem what was asked
 * @param schedule the answer
 * @param evaluation what the evaluator says of it; with violations the report says so in its first lines
 * @param bounds all proven lower bounds on the objective, those that a method proved included; may be empty
 * @param curve incumbent and bound over time, in any order; may be empty
 * @param facts further facts of the run in a fixed order, shown as they are; {@code method}, {@code status} and {@code evidence}, where
 *     given, also go to the headline
 * @param front mappings that trade latency for energy, fastest first; may be empty
 * @param frontIsComplete whether it is proved that no mapping is missing in it
 * @param frontIsCompleteWithin the mappings of which that is proved, where it is not proved of all; else empty
 */
public record ReportInput(
    AllocationProblem problem,
    Schedule schedule,
    Evaluation evaluation,
    List<LowerBound> bounds,
    List<AnytimePoint> curve,
    Map<String, String> facts,
    List<FrontPoint> front,
    boolean frontIsComplete,
    String frontIsCompleteWithin) {
  /** Without a trade-off front. */
  public ReportInput(
      AllocationProblem problem,
      Schedule schedule,
      Evaluation evaluation,
      List<LowerBound> bounds,
      List<AnytimePoint> curve,
      Map<String, String> facts) {
    this(problem, schedule, evaluation, bounds, curve, facts, List.of(), false, "");
  }

  public ReportInput {
    front = List.copyOf(front);
    Objects.requireNonNull(problem);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(evaluation);
    bounds = List.copyOf(bounds);
    curve = List.copyOf(curve);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /**
   * The input of a solve's report.
   *
   * @param result result.json of the solve, or an empty object if there is none
   */
  public static ReportInput of(AllocationProblem problem, Schedule schedule, Evaluation evaluation, JsonNode result) {
    ResultFile file = new ResultFile(result);
    return new ReportInput(problem, schedule, evaluation, file.bounds(), file.curve(), file.facts(), file.front(),
        file.frontIsComplete(), file.frontIsCompleteWithin());
  }
}
