package dev.dovetail.models.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Steps and constraints give the same verdict and latency; bounds and feasibility hold for whatever is executable. */
class SemanticsAgreementTest {
  private static final DramScheduleEvaluator EVALUATOR = new DramScheduleEvaluator();

  private static boolean violatesOrder(Evaluation evaluation) {
    return evaluation.violations().stream().map(Violation::rule).anyMatch(StepReplay.ORDER::equals);
  }

  @Property(tries = 4_000)
  void theLeastSolutionOfTheConstraintsIsTheLatencyOfTheSteps(@ForAll long seed) {
    Random random = new Random(seed);
    DramScheduleProblem problem = RandomDramSchedules.problem(random, 8, 8);
    for (int i = 0; i < 10; i++) {
      DramSchedule schedule = RandomDramSchedules.perturbed(problem, random);
      Evaluation evaluation = EVALUATOR.evaluate(problem, schedule);
      OptionalLong latency = new ConstraintSemantics(problem, schedule).latencyCycles();
      assertThat(violatesOrder(evaluation)).as("%s%n%s%n%s", problem, schedule, evaluation).isEqualTo(latency.isEmpty());
      if (latency.isPresent()) {
        assertThat(evaluation.objective()).as("%s%n%s", problem, schedule).isEqualTo(latency.getAsLong());
      }
    }
  }

  @Test
  void perturbedSchedulesAreBothRightAndWrong() {
    Random random = new Random(1);
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < 2_000; i++) {
      DramScheduleProblem problem = RandomDramSchedules.problem(random, 8, 8);
      boolean violates = violatesOrder(EVALUATOR.evaluate(problem, RandomDramSchedules.perturbed(problem, random)));
      right += violates ? 0 : 1;
      wrong += violates ? 1 : 0;
    }
    assertThat(right).isGreaterThan(500);
    assertThat(wrong).isGreaterThan(200);
  }

  @Property(tries = 300)
  void noScheduleOfATinyInstanceBeatsABoundAndOneExistsIfTheBufferHoldsTheLeast(@ForAll long seed) {
    DramScheduleProblem problem = RandomDramSchedules.problem(new Random(seed), 3, 3);
    List<LowerBound> bounds = new DramScheduleBounds().of(problem);
    long best = Long.MAX_VALUE;
    for (List<Integer> order : permutations(problem.tensors().size())) {
      for (List<Integer> times : times(problem)) {
        Evaluation evaluation = EVALUATOR.evaluate(problem, new DramSchedule(order, times));
        best = evaluation.isExecutable() ? Math.min(best, evaluation.objective()) : best;
      }
    }
    assertThat(best).as("%s", problem).isLessThan(Long.MAX_VALUE);
    for (LowerBound bound : bounds) {
      assertThat(bound.value()).as("%s %s", bound, problem).isLessThanOrEqualTo(best);
    }
  }

  @Property(tries = 2_000)
  void theLeanScheduleIsExecutableWheneverTheBufferHoldsTheLeast(@ForAll long seed) {
    DramScheduleProblem problem = RandomDramSchedules.problem(new Random(seed), 8, 10);
    DramScheduleFeasibility.check(problem);
    assertThat(EVALUATOR.evaluate(problem, LeanSchedule.of(problem)).violations()).as("%s", problem).isEmpty();
  }

  private static List<List<Integer>> permutations(int count) {
    List<List<Integer>> all = List.of(List.of());
    for (int x = 0; x < count; x++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> p : all) {
        for (int i = 0; i <= p.size(); i++) {
          List<Integer> with = new ArrayList<>(p);
          with.add(i, x);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<List<Integer>> times(DramScheduleProblem problem) {
    List<List<Integer>> all = List.of(List.of());
    for (DramTensor tensor : problem.tensors()) {
      int least = tensor instanceof DramTensor.Store store ? store.minEnd() : -1;
      int most = tensor instanceof DramTensor.Load load ? load.neededBy() : problem.tiles().size();
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> t : all) {
        for (int time = least; time <= most; time++) {
          List<Integer> with = new ArrayList<>(t);
          with.add(time);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }
}
