package dev.dovetail.solver.linkslots.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CommonPeriodRunTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), 0, 1, 1, true, 512);

  private static Outcome solve(LinkSlotsProblem problem, Backend backend, boolean searches, Recorder heard) {
    return new CommonPeriodRun(new Run(problem, backend.name(), LIMITS, heard, () -> backend, System.nanoTime()), searches).run();
  }

  @Test
  void one_link_repeats_as_soon_as_all_holds_are_over() {
    LinkSlotsProblem problem =
        Streams.line(2, 1).stream(0, 1, 2, 0, 0).stream(0, 1, 3, 0, 0).stream(0, 1, 4, 0, 0).problem(Goal.PERIOD, true);
    Recorder heard = new Recorder(problem);
    solve(problem, new CpSatBackend(), true, heard);

    assertThat(heard.bestObjective()).as("2 + 3 + 4").isEqualTo(9);
    assertThat(heard.bestBound()).isEqualTo(9);
  }

  @Test
  void the_shortest_period_is_longer_than_the_loads_where_holds_do_not_fit_around_each_other() {
    SplittableRandom random = new SplittableRandom(5);
    int above = 0;
    for (int i = 0; i < 30; i++) {
      Streams streams = Streams.line(3, 1 + random.nextInt(2));
      for (int s = 0; s < 3; s++) {
        streams.stream(random.nextInt(2), 2, 1 + random.nextInt(3), 0, 0);
      }
      LinkSlotsProblem problem = streams.problem(Goal.PERIOD, true);
      long shortest = shortest(problem);
      for (Backend backend : List.of(new CpSatBackend(), new ChocoBackend())) {
        Recorder heard = new Recorder(problem);
        Outcome outcome = solve(problem, backend, false, heard);
        assertThat(heard.bestObjective()).as("%s %s", backend.name(), problem.flows()).isEqualTo(shortest);
        assertThat(heard.bestBound()).as("%s %s", backend.name(), outcome).isEqualTo(shortest);
      }
      above += shortest > load(problem) ? 1 : 0;
    }
    assertThat(above).as("loads do not tell all").isPositive();
  }

  /** The first period for which some timetable leaves nobody out. */
  private static long shortest(LinkSlotsProblem problem) {
    for (long t = 1;; t++) {
      long period = t;
      if (problem.messages().stream().allMatch(m -> m.volume() <= period) && new Judge(problem, t).fewestLeftOut() == 0) {
        return t;
      }
    }
  }

  /** All end at the last switch. */
  private static long load(LinkSlotsProblem problem) {
    return problem.flows().stream().mapToLong(Flow::volume).sum();
  }

  @Test
  void all_to_all_on_a_small_mesh_repeats_as_fast_as_its_ports_allow() {
    // 3 x 3 tiles, one flit from each to each: 8 leave every port, and a period of 8 is enough
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < 9; s++) {
      for (int j = 1; j < 9; j++) {
        flows.add(Flow.unicast(s + "-" + (s + j) % 9, s, (s + j) % 9, 1));
      }
    }
    LinkSlotsProblem problem = new LinkSlotsProblem("all-to-all", Topologies.mesh(3, 3, LocalPorts.BOTH), flows,
        SlotRules.DEFAULT.withGoal(Goal.PERIOD).withRoutes(RoutePolicy.SHORTEST));
    Recorder heard = new Recorder(problem);
    solve(problem, new CpSatBackend(), true, heard);

    assertThat(heard.bestObjective()).isEqualTo(8);
    assertThat(heard.bestBound()).isEqualTo(8);
  }
}
