package dev.dovetail.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.testing.ReferencePipelines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked example and the optimal mappings of the small reference tables, number by number. */
class WorkedExampleTest {
  private static final String BEST = "0-1:n2:WI:1296 2-2:n2:I:1296 | 3-3:n3:W:504";

  private final PipelineProblem problem = ReferencePipelines.worked();
  private final PipelinePlan plan = ReferencePipelines.plan(problem, BEST);

  private static Evaluation judge(PipelineProblem problem, PipelinePlan plan) {
    return new PipelineEvaluator().evaluate(problem, plan);
  }

  @Test
  void theBestPlanCostsWhatTheTableSays() {
    Evaluation evaluation = judge(problem, plan);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(16_290); // 450 + 9 * 1296 + 144 + 8 * 504
    assertThat(evaluation.cost()).containsEntry(PipelineEvaluator.LATENCY, 16_290L)
        .containsEntry(PipelineEvaluator.STEADY_STATE, 1_800L) // 1296 + 504
        .containsEntry(PipelineEvaluator.FIRST_SAMPLE, 450L + 2 * 1_296 + 144 + 504)
        .containsEntry(PipelineEvaluator.ENERGY, 4_389_030_912L)
        .containsEntry("nopBytes", 9_984L) // 2 * 528 + 2 * 144 + 2 * 1296 + 3 * 2016
        .containsEntry("dramBytes", 64_800L) // 8 * (1440 + 1440) + 4896 + 8 * 4608
        .containsEntry("loadCycles", 594L)
        .containsEntry("mostWeightBytesPerChiplet", 1_296L) // (288 + 2304) / 2
        .containsEntry("mostBytesBetweenSegments", 8L * (576 + 288));
    assertThat(evaluation.cost().keySet()).startsWith(PipelineEvaluator.LATENCY, PipelineEvaluator.STEADY_STATE,
        PipelineEvaluator.FIRST_SAMPLE, PipelineEvaluator.ENERGY, "nopBytes", "dramBytes");
  }

  @ParameterizedTest
  @CsvSource({"1, 3690", "2, 5490", "64, 117090"})
  void theSamePlanWithOtherNumbersOfSamples(long samples, long total) {
    assertThat(judge(problem.withSamples(samples), plan).objective()).isEqualTo(total);
  }

  @Test
  void bytesAndCyclesOfLayersAreThoseOfTheTable() {
    // layer b (1) first: W 1392, I 288 on two chiplets; later: W after W 1248, W after I 1224, I 144
    assertThat(received(1, 1, "W", 2)).isEqualTo(1_392);
    assertThat(received(1, 1, "I", 2)).isEqualTo(288);
    assertThat(received(0, 1, "WW", 2)).isEqualTo(1_248);
    assertThat(received(0, 1, "IW", 2)).isEqualTo(1_224);
    assertThat(received(0, 1, "WI", 2)).isEqualTo(144);
    assertThat(received(1, 2, "WW", 3)).isEqualTo(3_456);
    assertThat(received(1, 2, "IW", 3)).isEqualTo(3_328);
    assertThat(received(1, 2, "II", 4)).isEqualTo(864);
    assertThat(received(2, 2, "W", 3)).isEqualTo(3_936); // 480 + 384 + 3072
    assertThat(received(2, 2, "I", 3)).isEqualTo(1_248);
    assertThat(timing(2, 2, "W", 3).cycles()).isEqualTo(984);
    assertThat(timing(3, 3, "I", 4).works().get(0).receivedBytes()).isEqualTo(648);
  }

  private long received(int first, int last, String partitions, int chiplets) {
    List<ClusterTiming.Work> works = timing(first, last, partitions, chiplets).works();
    return works.get(works.size() - 1).receivedBytes();
  }

  private ClusterTiming timing(int first, int last, String partitions, int chiplets) {
    String text = "%d-%d:n%d:%s:1".formatted(first, last, chiplets, partitions);
    return ClusterTiming.of(problem, ReferencePipelines.plan(problem, text).segments().get(0), 0);
  }

  @ParameterizedTest
  @MethodSource("dev.dovetail.models.pipeline.ReferenceProblems#small")
  void theBestMappingsOfTheSmallTablesCostWhatTheySay(ReferenceProblems.Row row) {
    PipelinePlan best = ReferencePipelines.plan(row.problem(), row.cells().get("optimal_mapping"));
    Evaluation evaluation = judge(row.problem(), best);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(row.total("exact"));
    assertThat(evaluation.cost().get(PipelineEvaluator.STEADY_STATE)).isGreaterThanOrEqualTo(
        row.total("steady_state_cycles_per_sample"));
    for (Segment segment : best.segments()) {
      PipelinePlan faster = ReferencePipelines.withStage(best, best.segments().indexOf(segment), segment.stageCycles() - 1);
      assertThat(judge(row.problem(), faster).violations()).isNotEmpty();
    }
  }
}
