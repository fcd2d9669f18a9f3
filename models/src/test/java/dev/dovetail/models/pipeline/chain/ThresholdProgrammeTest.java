package dev.dovetail.models.pipeline.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.ReferenceProblems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thresholds and the chain programme are two algorithms for one optimum. */
class ThresholdProgrammeTest {
  static List<ReferenceProblems.Row> rows() {
    List<ReferenceProblems.Row> rows = new ArrayList<>(ReferenceProblems.small());
    ReferenceProblems.results().stream().filter(r -> r.problem().module().size() <= 64).forEach(rows::add);
    return rows;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theOptimumIsThatOfTheTable(ReferenceProblems.Row row) {
    ThresholdProgramme programme = of(row.problem());
    assertThat(programme.optimum(b -> {})).isEqualTo(row.total("exact"));
    Evaluation judged =
        new PipelineEvaluator().evaluate(row.problem(), new ChainPlacement(row.problem()).place(programme.plan()));
    assertThat(judged.violations()).isEmpty();
    assertThat(judged.objective()).isEqualTo(row.total("exact"));
  }

  @Test
  void bothAlgorithmsAgreeOnRandomChains() {
    int compared = 0;
    for (long seed = 0; seed < 600; seed++) {
      PipelineProblem problem = RandomChains.problem(seed, 10, 12);
      if (!problem.switches().idle()) {
        continue;
      }
      compared++;
      long optimum = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE).optimum();
      assertThat(of(problem).decide(optimum)).as(problem.name()).isTrue();
      assertThat(of(problem).decide(optimum - 1)).as(problem.name()).isFalse();
      List<Long> bounds = new ArrayList<>();
      ThresholdProgramme programme = of(problem);
      assertThat(programme.optimum(bounds::add)).as(problem.name()).isEqualTo(optimum);
      assertThat(bounds).isSorted().last().isEqualTo(optimum);
      assertThat(programme.plan().segments().stream().mapToLong(ChainPlan.Segment::cost).sum()).isEqualTo(optimum);
    }
    assertThat(compared).isGreaterThan(350);
  }

  @Test
  void withoutIdleChipletsThresholdsDoNotApply() {
    PipelineProblem problem = RandomChains.problem(0, 4, 4);
    PipelineSwitches s = problem.switches();
    PipelineProblem busy = problem.with(new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(),
        s.graph(), s.shape(), s.haloAfterIsp(), s.dramShared(), false, s.dramCapacity(), s.contention()));
    assertThatThrownBy(() -> of(busy)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("idle");
  }

  private static ThresholdProgramme of(PipelineProblem problem) {
    return new ThresholdProgramme(ClusterTimes.of(problem, Effort.SINGLE), Effort.SINGLE);
  }
}
