package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.dramschedule.CapacityBound;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact search against enumeration, and on reference instances whose optimum another complete method has proved. */
class SetSearchTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;
  /** Above every latency, and small enough to add to. */
  private static final long HIGH = Long.MAX_VALUE / 4;

  /** A complete search and what it told. */
  private static final class Run implements SetSearch.Progress {
    final DramScheduleProblem problem;
    final boolean proved;
    final long best;
    DramSchedule schedule = new DramSchedule(List.of(), List.of());
    long bound;

    Run(DramScheduleProblem problem, long upper) {
      this.problem = problem;
      CapacityBound capacity = new CapacityBound(problem);
      SetSearch search =
          new SetSearch(
              Streams.of(problem), capacity.startTails(), capacity.endTails(), upper, 1_000_000, NO_LIMIT, this, () -> false);
      proved = search.run();
      best = search.best();
    }

    @Override
    public void found(DramSchedule better, long latency) {
      schedule = better;
      Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, better);
      assertThat(evaluation.violations()).as("%s %s", problem, better).isEmpty();
      assertThat(evaluation.objective()).as("%s %s", problem, better).isEqualTo(latency);
    }

    @Override
    public void bound(long value) {
      assertThat(value).isGreaterThanOrEqualTo(bound);
      bound = value;
    }
  }

  @Test
  void onTinyInstancesItFindsTheLeastLatencyOfAllSchedulesAndNoBoundIsAboveIt() {
    int tried = 0;
    for (int seed = 0; tried < 250; seed++) {
      DramScheduleProblem problem = Instances.random(new Random(seed), 4, 4);
      if (AllSchedules.count(problem) > 8_000) {
        continue;
      }
      tried++;
      long least = AllSchedules.least(problem);
      Run run = new Run(problem, HIGH);
      assertThat(run.best).as("seed %d: %s", seed, problem).isEqualTo(least);
      assertThat(run.proved).isTrue();
      assertThat(run.bound).isEqualTo(least);
      assertThat(new DramScheduleBounds().of(problem)).as("%s", problem).extracting(LowerBound::value).allMatch(b -> b <= least);
    }
  }

  @Test
  void onSmallInstancesNoListIsBetter() {
    for (int seed = 0; seed < 200; seed++) {
      DramScheduleProblem problem = Instances.random(new Random(seed), 8, 8);
      Run run = new Run(problem, HIGH);
      long found = new ListSearch().search(Streams.of(problem), 1, 150, 0, v -> {}, () -> false);
      assertThat(run.proved).isTrue();
      assertThat(run.best).as("%s", problem).isLessThanOrEqualTo(found);
      assertThat(new DramScheduleBounds().best(problem).value()).as("%s", problem).isLessThanOrEqualTo(run.best);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "gpt2s_prefill_edge_b1-hand-F4, 750336",
      "gpt2s_prefill_edge_b1-hand-G4, 678912",
      "gpt2s_prefill_edge_b1-hand-twoLG, 1627805",
      "resnet50_edge_b1-hand-oneLG731, 1769931"
  })
  void optimaOfReferenceInstances(String name, long optimum) {
    Run run = new Run(Instances.reference(name), optimum + 1);
    assertThat(run.proved).isTrue();
    assertThat(run.best).isEqualTo(optimum);
    assertThat(run.schedule.order()).isNotEmpty();
  }

  @Test
  void withoutABetterScheduleItProvesThatThereIsNone() {
    Run run = new Run(Instances.reference("gpt2s_prefill_edge_b1-hand-twoLG"), 1_627_805);
    assertThat(run.proved).isTrue();
    assertThat(run.schedule.order()).isEmpty();
    assertThat(run.bound).isEqualTo(1_627_805);
  }
}
