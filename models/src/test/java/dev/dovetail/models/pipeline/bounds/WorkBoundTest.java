package dev.dovetail.models.pipeline.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.testing.ReferencePipelines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound of the work against the reference tables, and by hand. */
class WorkBoundTest {
  static java.util.List<ReferencePipelines.Row> small() {
    return ReferencePipelines.small();
  }

  @ParameterizedTest
  @MethodSource("small")
  void itIsTheTablesFirstBound(ReferencePipelines.Row row) {
    assertThat(new WorkBound().best(row.problem()).value()).isEqualTo(row.number("LB1")).isLessThanOrEqualTo(row.number("exact"));
  }

  @ParameterizedTest
  @EnumSource(names = {"THROUGHPUT", "LATENCY"})
  void oneSampleCountsWhereTheObjectiveIsOfOne(PipelineObjective objective) {
    // 373248 multiply-accumulates, 4 * 8 * 8 = 256 per cycle: 1458 cycles.
    assertThat(new WorkBound().best(ReferencePipelines.worked().with(objective)).value()).isEqualTo(1458);
  }

  @Test
  void energyCountsTheWorkAndLoadingOnce() {
    // 8 * 373248 * 18 fJ = 53747712; 9504 bytes of weights, 8 bits at 7500 fJ = 570240000.
    PipelineProblem problem = ReferencePipelines.worked().with(PipelineObjective.ENERGY);
    assertThat(new WorkBound().best(problem).value()).isEqualTo(623_987_712L);
  }
}
