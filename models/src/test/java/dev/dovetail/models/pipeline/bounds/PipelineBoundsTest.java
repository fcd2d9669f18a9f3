package dev.dovetail.models.pipeline.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.ReferenceProblems;
import dev.dovetail.models.testing.ReferencePipelines;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineBoundsTest {
  private static Map<String, Long> bounds(PipelineProblem problem, long mostSteps) {
    return new PipelineBounds(mostSteps).of(problem).stream().collect(Collectors.toMap(LowerBound::name, LowerBound::value));
  }

  private static PipelineProblem with(PipelineProblem problem, Timing timing, LoadOverlap loads) {
    return problem.with(new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, loads, timing, Border.INGRESS, Graph.CHAIN,
        Shape.ANY, false, false, true, false, false));
  }

  static Stream<ReferenceProblems.Row> rows() {
    return Stream.concat(ReferenceProblems.small().stream(), ReferenceProblems.results().stream());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theBoundsAreThoseOfTheReferenceTablesAndBelowTheOptimum(ReferenceProblems.Row row) {
    Map<String, Long> bounds = bounds(row.problem(), 0);
    assertThat(bounds).containsEntry("compute", row.total("LB1")).containsEntry("layer-work", row.total("LB2"))
        .containsEntry("layer-work-and-weights", row.total("LB3")).doesNotContainKey("chain-programme");
    assertThat(bounds.values()).allMatch(b -> b <= row.total("exact"));
    assertThat(bounds.get("large-layers")).isGreaterThanOrEqualTo(row.total("LB3"));
    assertThat(bounds.get("first-sample")).isGreaterThanOrEqualTo(bounds.get("large-layers"));
  }

  @Test
  void layersThatExceedAllBuffersCountAsSegments() {
    PipelineProblem alexnet = ReferenceProblems.small("alexnet_grouped_0_7_n6_m16_bw100_b524288");
    Map<String, Long> bounds = bounds(alexnet, PipelineBounds.MOST_STEPS);
    assertThat(bounds).containsEntry("layer-work-and-weights", 7_093_002L).containsEntry("large-layers", 43_301_647L)
        .containsEntry("chain-programme", 43_315_447L);
  }

  @Test
  void theWorkedExample() {
    Map<String, Long> bounds = bounds(ReferencePipelines.worked(), PipelineBounds.MOST_STEPS);
    assertThat(bounds).containsEntry("compute", 11_664L).containsEntry("layer-work", 12_960L)
        .containsEntry("layer-work-and-weights", 13_554L).containsEntry("large-layers", 13_554L)
        .containsEntry("chain-programme", 16_290L);
    // a, b on four chiplets, c, d later in a cluster on three; all mu: 12960 * 4 / 8 = 6480 chiplet-cycles
    assertThat(bounds).containsEntry("first-sample", 324 + 324 + 864 + 432 + 7 * 6_480L / 4 + 594);
  }

  @Test
  void steadyStateHasNoLoadsAndNoFill() {
    PipelineProblem steady = ReferencePipelines.worked().with(PipelineObjective.THROUGHPUT);
    assertThat(bounds(steady, PipelineBounds.MOST_STEPS)).containsOnly(Map.entry("compute", 11_664L / 8),
        Map.entry("layer-work", 12_960L / 8), Map.entry("large-layers", 12_960L / 8), Map.entry("chain-programme", 1_800L));
  }

  @Test
  void hiddenLoadsAreNotAdded() {
    // of the weights, 9504 bytes in 594 cycles, only those of layer a, 288 bytes in 18 cycles, surely come before anything runs
    PipelineProblem hidden = with(ReferencePipelines.worked(), Timing.LOCKSTEP, LoadOverlap.NEXT);
    assertThat(bounds(hidden, 0)).containsEntry("layer-work-and-weights", 12_960L + 18);
  }

  @Test
  void energyIsThatOfTheCheapestTraffic() {
    PipelineProblem problem = ReferencePipelines.worked().with(PipelineObjective.ENERGY);
    List<LowerBound> bounds = new PipelineBounds().of(problem);
    assertThat(bounds).extracting(LowerBound::name).containsExactly("compute", "segment-traffic", "energy-programme");
    assertThat(bounds.get(0).value()).isEqualTo(53_747_712L); // 8 * 373248 * 18
    Evaluation best = new PipelineEvaluator().evaluate(problem,
        ReferencePipelines.plan(problem, "0-1:n2:WI:1296 2-2:n2:I:1296 | 3-3:n3:W:504"));
    assertThat(bounds.get(1).value()).isBetween(53_747_712L + 9_504 * 8 * 7_500L, best.objective());
  }

  @Test
  void whatFindsNoRoomBetweenSegmentsIsInfeasible() {
    PipelineProblem problem = ReferencePipelines.worked();
    // all four layers exceed the buffers, so do b, c, d; behind a, b, c stand 8 * (288, 1440, 864) bytes: cut behind c
    assertThat(new PipelineBounds().of(limited(problem, 6_912))).isNotEmpty();
    assertThatThrownBy(() -> new PipelineBounds().of(limited(problem, 6_911))).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("at least 6,912 bytes").hasMessageContaining("6,911");
  }

  private static PipelineProblem limited(PipelineProblem problem, long capacity) {
    MultiChipModule m = problem.module();
    MultiChipModule small = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), capacity,
        m.clockHertz(), null, m.energy());
    return new PipelineProblem("limited", problem.network(), small, problem.samples(), new PipelineSwitches(Overlap.MAX,
        Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP, Border.INGRESS, Graph.CHAIN, Shape.ANY, false, false, true, true,
        false), PipelineObjective.TOTAL);
  }
}
