package dev.dovetail.models.testing;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Domain assertions on schedules: {@code assertThat(schedule).of(problem).isExecutable().costs(1_328)}. */
public final class AllocationAssert extends AbstractAssert<AllocationAssert, Schedule> {
  private Evaluation evaluation = new Evaluation(0, java.util.Map.of(), java.util.List.of());

  private AllocationAssert(Schedule schedule) {
    super(schedule, AllocationAssert.class);
  }

  /** Starts an assertion. */
  public static AllocationAssert assertThat(Schedule schedule) {
    return new AllocationAssert(schedule);
  }

  /** Names the problem, which the schedule is then judged by; call it first. */
  public AllocationAssert of(AllocationProblem problem) {
    evaluation = new AllocationEvaluator().evaluate(problem, actual);
    return this;
  }

  /** There is no violation. */
  public AllocationAssert isExecutable() {
    if (evaluation.cost().isEmpty()) {
      failWithMessage("Call of(problem) first.");
    }
    Assertions.assertThat(evaluation.violations()).as("violations").isEmpty();
    return this;
  }

  /** The problem's objective. */
  public AllocationAssert costs(long objective) {
    Assertions.assertThat(evaluation.objective()).as("objective").isEqualTo(objective);
    return this;
  }

  /** One number of the cost breakdown. */
  public AllocationAssert costs(String name, long value) {
    Assertions.assertThat(evaluation.cost()).containsEntry(name, value);
    return this;
  }

  /** There is a violation of that rule at a place that contains {@code where}. */
  public AllocationAssert violates(String rule, String where) {
    if (evaluation.violations().stream().noneMatch(v -> v.rule().equals(rule) && v.where().contains(where))) {
      failWithMessage("Expected a violation of %s at %s, but found:%n%s", rule, where,
          evaluation.violations().stream().map(Violation::toString).collect(Collectors.joining("\n")));
    }
    return this;
  }

  /** All violations are of these rules, in any order and number. */
  public AllocationAssert violatesOnly(String... rules) {
    Assertions.assertThat(evaluation.violations()).extracting(Violation::rule).containsOnly(rules);
    return this;
  }
}
