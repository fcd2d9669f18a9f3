package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Start;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleGenesTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private static JudgingListener<Schedule> heard(AllocationProblem problem) {
    return new JudgingListener<>(s -> new AllocationEvaluator().evaluate(problem, s), Long.MIN_VALUE);
  }

  private static Schedule best(AllocationProblem problem) {
    JudgingListener<Schedule> heard = heard(problem);
    new SearchMethod(true).solve(problem, LIMITS, heard);
    return heard.mappings().get(heard.mappings().size() - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void aScheduleSaysWhatWasDecided(long seed) {
    AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
    Schedule schedule = best(problem);
    Machine machine = new Machine(problem);
    List<Genome> genomes = new ScheduleGenes(new Shapes(machine), schedule).genomes();
    assertThat(genomes).isNotEmpty();
    Map<Object, String> coreOf = new HashMap<>();
    schedule.tasks().forEach(t -> coreOf.put(List.of(t.layer(), t.box()), t.core()));
    for (Genome genome : genomes) {
      Timetable table = new Decoder(machine).decode(genome, Long.MAX_VALUE).orElseThrow().table();
      Schedule again = ScheduleWriter.write(machine, table);
      assertThat(again.tasks()).hasSameSizeAs(schedule.tasks())
          .allMatch(t -> t.core().equals(coreOf.get(List.of(t.layer(), t.box()))));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void coresThatAreGoneAreDecidedAnew(long seed) {
    AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
    Schedule schedule = best(problem);
    Map<String, Set<String>> allowed = new HashMap<>();
    problem.workload().layers().forEach(l -> allowed.put(l.name(), Set.of("m1", "v")));
    AllocationProblem without = new AllocationProblem(problem.name(), problem.workload(), problem.accelerator(), problem.costs(),
        problem.objective(), allowed, List.of(), problem.grids(), problem.options());
    List<Genome> genomes = new ScheduleGenes(new Shapes(new Machine(without)), schedule).genomes();
    assertThat(genomes).isNotEmpty()
        .allMatch(g -> Arrays.stream(g.layers()).allMatch(l -> Arrays.stream(l.owners()).allMatch(c -> c != 0)));
    JudgingListener<Schedule> heard = heard(without);
    new SearchMethod(false).startingFrom(List.of(new Start<>(schedule, "earlier mapping"))).orElseThrow()
        .solve(without, LIMITS, heard);
    assertThat(heard.mappings()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aScheduleOfAnotherNetworkSaysNothing(long seed) {
    AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
    Schedule none = new Schedule(List.of(), List.of(), List.of());
    assertThat(new ScheduleGenes(new Shapes(new Machine(problem)), none).genomes()).isEmpty();
    Schedule schedule = best(problem);
    Schedule torn = new Schedule(schedule.tasks(), schedule.buffers().subList(0, 1), schedule.transfers());
    assertThat(new ScheduleGenes(new Shapes(new Machine(problem)), torn).genomes()).isEmpty();
  }
}
