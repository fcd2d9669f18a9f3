package dev.dovetail.solver.linkslots.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FinishRunTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), 0, 1, 1, true, 512);

  private static Run run(LinkSlotsProblem problem, Backend backend, Recorder heard) {
    return new Run(problem, backend.name(), LIMITS, heard, () -> backend, System.nanoTime());
  }

  @Test
  void a_frame_that_repeats_soon_pushes_a_long_one_behind_itself() {
    // gcd(4, 8) = 4: s1 (3 slots) has one place in each 4, right behind s0; s0 may start in slot 3 of 4 instead, and s1 in slot 0
    LinkSlotsProblem problem =
        Streams.line(2, 1).stream(0, 1, 1, 4, 0).stream(0, 1, 3, 8, 0).problem(Goal.MAKESPAN, true);
    Recorder heard = new Recorder(problem);
    Outcome outcome = new FinishRun(run(problem, new CpSatBackend(), heard), true).run();

    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(heard.bestObjective()).as("[0, 1) and [1, 4), or [3, 4) and [0, 3)").isEqualTo(4);
  }

  @Test
  void solvers_and_enumeration_agree_on_the_least_makespan_of_periodic_messages() {
    SplittableRandom random = new SplittableRandom(3);
    long[] periods = {4, 6, 8};
    int feasible = 0;
    for (int i = 0; i < 20; i++) {
      Streams streams = random.nextBoolean() ? Streams.line(3, 1) : Streams.ring(3, 1);
      for (int s = 0; s < 3; s++) {
        int from = random.nextInt(3);
        streams.stream(from, (from + 1 + random.nextInt(2)) % 3, 1 + random.nextInt(2), periods[random.nextInt(3)], 0);
      }
      LinkSlotsProblem problem = streams.problem(Goal.MAKESPAN, true);
      long least = new Judge(problem, 0).leastMakespan();
      feasible += least < Long.MAX_VALUE ? 1 : 0;
      for (Backend backend : List.of(new CpSatBackend(), new ChocoBackend())) {
        Recorder heard = new Recorder(problem);
        Outcome outcome = new FinishRun(run(problem, backend, heard), true).run();
        assertThat(heard.bestObjective()).as("%s %s", backend.name(), problem.flows()).isEqualTo(least);
        assertThat(outcome.proof()).as("%s %s", backend.name(), problem.flows())
            .isEqualTo(least == Long.MAX_VALUE ? Outcome.Proof.INFEASIBLE : Outcome.Proof.OPTIMAL);
      }
    }
    assertThat(feasible).isBetween(5, 20);
  }

  @Test
  void messages_that_do_not_repeat_are_served_by_their_deadlines_as_many_as_can_be() {
    SplittableRandom random = new SplittableRandom(9);
    int leftOut = 0;
    for (int i = 0; i < 15; i++) {
      Streams streams = Streams.line(3, 1);
      for (int s = 0; s < 3; s++) {
        int from = random.nextInt(3);
        streams.stream(from, (from + 1 + random.nextInt(2)) % 3, 1 + random.nextInt(3), 0, 2 + random.nextInt(8));
      }
      LinkSlotsProblem problem = streams.most();
      int fewest = new Judge(problem, 24).fewestLeftOut(); // all is over long before slot 24
      leftOut += fewest;
      for (Backend backend : List.of(new CpSatBackend(), new ChocoBackend())) {
        Recorder heard = new Recorder(problem);
        new DeadlineRun(run(problem, backend, heard), false).run();
        assertThat(heard.bestObjective()).as("%s %s", backend.name(), problem.flows()).isEqualTo(fewest);
      }
    }
    assertThat(leftOut).isPositive();
  }
}
