package dev.dovetail.solver.dramschedule.soma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepClockTest {
  private static final String PRECEDENCE = "precedence";

  @Test
  void itSaysTheSameAsTheEvaluatorOfEveryScheduleThatKeepsTheStoresBeforeTheirLoads() {
    int executable = 0;
    int refused = 0;
    for (long seed = 0; seed < 6_000; seed++) {
      DramScheduleProblem problem = RandomStreams.roomy(seed / 20);
      DramSchedule schedule = RandomStreams.disturbed(problem, seed);
      Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, schedule);
      long latency = new ScheduleState(new ScheduleArrays(problem), schedule).latency();
      if (evaluation.isExecutable()) {
        assertThat(latency).as("schedule %d", seed).isEqualTo(evaluation.objective());
        executable++;
      } else if (evaluation.violations().stream().noneMatch(v -> v.rule().equals(PRECEDENCE))) {
        assertThat(latency).as("schedule %d", seed).isEqualTo(StepClock.VIOLATION);
        refused++;
      }
    }
    assertThat(executable).isGreaterThan(500);
    assertThat(refused).isGreaterThan(500);
  }

  /**
   * Tiles of 10, 20 and 10 cycles; loads of 8, 12 and 4 cycles, each one tile ahead, and a store of 6 behind.
   *
   * <pre>
   * channel  0: 0-8          1: 8-20          2: 28..32             3: 40-46
   * compute         a: 8-18         b: 20-40        c: 40-50
   * </pre>
   *
   * <p>Load 1 (12 cycles) does not end before tile a (18), so tile b waits for it until 20; load 2 begins at 20, when the channel is free;
   * tile c runs from 40 to 50, its store from 50 to 56.
   */
  @Test
  void doubleBufferingOfThreeTilesByHand() {
    StepClock.Tensors tensors =
        new StepClock.Tensors(
            new boolean[] {false, false, false, true},
            new long[] {8, 12, 4, 6},
            new int[] {0, 1, 2, 2},
            new int[] {0, 1, 2, 2},
            new int[] {-1, 0, 1, 2},
            new int[] {1, 2, 3, 3});
    StepClock clock = new StepClock();
    long latency = clock.run(3, new long[] {10, 20, 10}, new int[] {0, 1, 2}, 4, new int[] {0, 1, 2, 3}, tensors);
    assertThat(latency).isEqualTo(56);
    assertThat(List.of(clock.end(0), clock.end(1), clock.end(2))).containsExactly(18L, 40L, 50L);
  }
}
