package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSearchTest {
  private static final class Heard implements Listener<Schedule> {
    final List<Long> objectives = new ArrayList<>();
    final List<Schedule> schedules = new ArrayList<>();

    @Override
    public synchronized void incumbent(Schedule mapping, long objective, String source) {
      schedules.add(mapping);
      objectives.add(objective);
    }

    @Override
    public void bound(LowerBound bound) {
      throw new AssertionError("local search proves no bound, but said " + bound);
    }

    @Override
    public long bestObjective() {
      return objectives.isEmpty() ? Long.MAX_VALUE : objectives.get(objectives.size() - 1);
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      return false;
    }
  }

  private static Heard run(long problemSeed, long seed) {
    Heard heard = new Heard();
    Limits limits = new Limits(Duration.ofSeconds(4), 0, seed, 2, true, 512);
    new SearchMethod(true).solve(RandomInstances.problem(problemSeed), limits, heard);
    return heard;
  }

  @Test
  void onlyEverReportsBetterMappingsThatTheEvaluatorAccepts() {
    AllocationProblem problem = RandomInstances.problem(11);
    Heard heard = run(11, 1);
    assertThat(heard.objectives).isNotEmpty().isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotHaveDuplicates();
    for (int i = 0; i < heard.schedules.size(); i++) {
      var evaluation = new AllocationEvaluator().evaluate(problem, heard.schedules.get(i));
      assertThat(evaluation.violations()).isEmpty();
      assertThat(evaluation.objective()).isEqualTo(heard.objectives.get(i));
    }
  }

  @Test
  void reproducibleModeEndsWithTheSameMappingForTheSameSeed() {
    Heard first = run(12, 5);
    Heard second = run(12, 5);
    assertThat(last(second.schedules)).isEqualTo(last(first.schedules));
    // What is said on the way may end a solve (a gap is met), so it must not depend on the clock either.
    assertThat(second.objectives).isEqualTo(first.objectives).hasSizeGreaterThan(3);
  }

  private static Schedule last(List<Schedule> schedules) {
    return schedules.get(schedules.size() - 1);
  }
}
