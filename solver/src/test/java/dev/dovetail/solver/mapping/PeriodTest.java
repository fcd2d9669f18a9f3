package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Repetition;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingBounds;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.allocation.AllocationMethods;
import dev.dovetail.solver.allocation.TinyInstances;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
  /** Instances that have a mapping. */
  private static final long[] SEEDS = {1, 2, 3, 4, 5, 6, 8, 9};

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private static MappingProblem stream(long seed) {
    return new MappingProblem(TinyInstances.problem(seed, Objective.LATENCY), List.of(), MappingObjective.THROUGHPUT, false);
  }

  private static <P extends dev.dovetail.models.Problem, M extends dev.dovetail.models.Mapping> Method<P, M> named(
      List<Method<P, M>> methods, String name) {
    return methods.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private static Schedule fastest(AllocationProblem problem) {
    JudgingListener<Schedule> heard = new JudgingListener<>(s -> new AllocationEvaluator().evaluate(problem, s), Long.MIN_VALUE);
    named(AllocationMethods.all(), "list").solve(problem, LIMITS, heard);
    return heard.mappings().get(heard.mappings().size() - 1);
  }

  private static long bound(MappingProblem problem) {
    return new MappingBounds().of(problem).stream().mapToLong(b -> b.value()).max().orElseThrow();
  }

  /** Cycle by cycle on a circle, with the bytes of tasks at work, which these instances have none of. */
  private static boolean fits(AllocationProblem problem, Schedule schedule, Repetition repetition, long period) {
    int cores = problem.accelerator().cores().size();
    int[][] busy = new int[cores + problem.accelerator().channels().size()][(int) period];
    for (Repetition.Use use : repetition.uses()) {
      for (long t = use.from(); t < use.until(); t++) {
        if (++busy[use.resource()][(int) (t % period)] > 1) {
          return false;
        }
      }
    }
    long[][] bytes = new long[cores][(int) period];
    for (Schedule.Buffer buffer : schedule.buffers()) {
      int core = problem.accelerator().coreIndex(buffer.core());
      for (long t = buffer.from(); t < buffer.until(); t++) {
        bytes[core][(int) (t % period)] += buffer.bytes();
        if (bytes[core][(int) (t % period)] > problem.accelerator().cores().get(core).capacityBytes()) {
          return false;
        }
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void theLeastPeriodOfAScheduleIsThatOfAScanOverAllPeriods(long seed) {
    AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
    Schedule schedule = fastest(problem);
    Repetition repetition = new Repetition(problem, schedule);
    long least = 0;
    for (long p = 1; p <= repetition.latencyCycles(); p++) {
      boolean expected = fits(problem, schedule, repetition, p);
      assertThat(repetition.isPeriod(p)).as("period %d", p).isEqualTo(expected);
      least = least == 0 && expected ? p : least;
    }
    assertThat(repetition.leastPeriod(() -> false)).isEqualTo(least);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void samplesOfAStreamOverlap(long seed) {
    MappingProblem problem = stream(seed);
    JudgingListener<NetworkMapping> heard =
        new JudgingListener<>(m -> new MappingEvaluator().evaluate(problem, m), bound(problem));
    named(MappingMethods.all(), "local-search").solve(problem, LIMITS, heard);
    long best = Collections.min(heard.objectives());
    long latency = new Repetition(problem.allocation(), fastest(problem.allocation())).latencyCycles();
    assertThat(best).isBetween(bound(problem), latency);
    NetworkMapping mapping = heard.mappings().get(heard.objectives().indexOf(best));
    for (long smaller : new long[] {best - 1, best / 2, 0, -best}) {
      NetworkMapping wrong = new NetworkMapping(mapping.groups(), mapping.schedule(), smaller);
      boolean possible = smaller > 0 && new Repetition(problem.allocation(), mapping.schedule()).isPeriod(smaller);
      assertThat(new MappingEvaluator().evaluate(problem, wrong).violations().isEmpty()).isEqualTo(possible);
    }
  }

  @Test
  void theLoadOfTheBusiestPartIsNeverBeatenAndSometimesMet() {
    int met = 0;
    for (long seed : SEEDS) {
      AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
      Schedule schedule = fastest(problem);
      long found = new ModuloScheduler(problem, schedule).below(Long.MAX_VALUE, () -> false).orElseThrow().period();
      long load = new Repetition(problem, schedule).loadCycles();
      assertThat(found).isGreaterThanOrEqualTo(load);
      met += found == load ? 1 : 0;
    }
    assertThat(met).isPositive();
  }

  @Test
  void pipelinedSchedulesAreExecutableOnTheirOwn() {
    for (long seed : SEEDS) {
      MappingProblem problem = stream(seed);
      Schedule schedule = fastest(problem.allocation());
      ModuloScheduler.Pipelined found =
          new ModuloScheduler(problem.allocation(), schedule).below(Long.MAX_VALUE, () -> false).orElseThrow();
      NetworkMapping mapping =
          new NetworkMapping(FusionGroups.of(problem, found.schedule()), found.schedule(), found.period());
      assertThat(new MappingEvaluator().evaluate(problem, mapping).violations()).isEmpty();
    }
  }
}
