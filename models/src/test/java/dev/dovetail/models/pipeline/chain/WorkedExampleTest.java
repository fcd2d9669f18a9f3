package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.Partition.INPUT_SHARED;
import static dev.dovetail.models.pipeline.Partition.WEIGHT_SHARED;
import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.ReferenceProblems;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four layers a, b, c, d on four chiplets of 8x8 lanes, 4 bytes per cycle each, 2048 bytes of weights each, DRAM of 16 bytes per cycle, 8 samples. */
class WorkedExampleTest {
  private static final PipelineProblem PROBLEM = ReferenceProblems.workedExample(2048, 4, 16, 8);
  private static final LayerCosts COSTS = new LayerCosts(PROBLEM);
  private static final ClusterTimes TIMES = ClusterTimes.of(PROBLEM, Effort.SINGLE);

  @Test
  void layerBComputes36CyclesForEachPositionOfItsLargestShare() {
    // W: ceil(32/8) * ceil(8/8) * 9 * ceil(36/n) = 36 * (36, 18, 12, 9); I: ceil(ceil(32/n)/8) * 1 * 9 * 36 = 324 * (4, 2, 2, 1)
    ChipletType type = PROBLEM.module().typeOf(0);
    assertThat(row(n -> COSTS.compute(1, n, WEIGHT_SHARED, type))).containsExactly(1296L, 648L, 432L, 324L);
    assertThat(row(n -> COSTS.compute(1, n, INPUT_SHARED, type))).containsExactly(1296L, 648L, 648L, 324L);
  }

  @Test
  void bytesFollowFromPartitionsAndPredecessors() {
    // b, first, W, n = 3: ceil((288 + 0)/3) + halo min(288, 2*6*8 = 96) + gather floor(2304*2/3 = 1536) = 96 + 96 + 1536 = 1728
    assertThat(bytes(1, WEIGHT_SHARED, null)).containsExactly(288L, 1392L, 1728L, 1896L);
    assertThat(bytes(1, INPUT_SHARED, null)).containsExactly(288L, 288L, 288L, 288L);
    assertThat(bytes(1, WEIGHT_SHARED, WEIGHT_SHARED)).containsExactly(0L, 1248L, 1632L, 1824L);
    assertThat(bytes(1, WEIGHT_SHARED, INPUT_SHARED)).containsExactly(0L, 1224L, 1600L, 1782L);
    assertThat(bytes(1, INPUT_SHARED, WEIGHT_SHARED)).containsExactly(0L, 144L, 192L, 216L);
    // c, first, W, n = 3: ceil((1152 + 288)/3) = 480, halo min(1152, 2*6*32 = 384) = 384, gather floor(4608*2/3) = 3072: 3936
    assertThat(bytes(2, WEIGHT_SHARED, null)).containsExactly(1440L, 3408L, 3936L, 4200L);
    assertThat(bytes(2, INPUT_SHARED, null)).containsExactly(1440L, 1296L, 1248L, 1224L);
    assertThat(bytes(2, WEIGHT_SHARED, WEIGHT_SHARED)).containsExactly(0L, 2688L, 3456L, 3840L);
    assertThat(bytes(2, WEIGHT_SHARED, INPUT_SHARED)).containsExactly(0L, 2592L, 3328L, 3672L);
    assertThat(bytes(2, INPUT_SHARED, INPUT_SHARED)).containsExactly(0L, 576L, 768L, 864L);
    assertThat(bytes(3, WEIGHT_SHARED, null)).containsExactly(864L, 1776L, 2016L, 2136L);
    assertThat(bytes(3, INPUT_SHARED, null)).containsExactly(864L, 720L, 672L, 648L);
  }

  @Test
  void layerAIsLimitedByItsArrays() {
    assertThat(bytes(0, WEIGHT_SHARED, null)).containsExactly(576L, 528L, 480L, 456L);
    assertThat(row(n -> COSTS.time(0, n, WEIGHT_SHARED, null, PROBLEM.module().typeOf(0)))).containsExactly(1296L, 648L, 432L,
        324L);
  }

  @Test
  void clustersTakeTheirLeastTimeOnAtMostSoManyChiplets() {
    assertThat(times(0, 0)).containsExactly(1296L, 648L, 432L, 324L);
    assertThat(times(0, 1)).containsExactly(INFINITE, 1296L, 864L, 648L);
    assertThat(times(0, 2)).containsExactly(INFINITE, INFINITE, INFINITE, 1566L);
    assertThat(times(1, 1)).containsExactly(1296L, 648L, 432L, 324L);
    assertThat(times(1, 2)).containsExactly(INFINITE, INFINITE, INFINITE, 1242L);
    assertThat(times(2, 2)).containsExactly(2592L, 1296L, 984L, 984L); // exactly 4 chiplets would take ceil(4200/4) = 1050
    assertThat(times(2, 3)).containsExactly(INFINITE, INFINITE, INFINITE, 1530L);
    assertThat(times(3, 3)).containsExactly(1296L, 648L, 504L, 504L); // exactly 4 chiplets would take ceil(2136/4) = 534
    assertThat(times(0, 3)).containsOnly(INFINITE);
    assertThat(times(1, 3)).containsOnly(INFINITE);
  }

  @Test
  void aClusterUsesTheFewestChipletsThatAreAsFast() {
    assertThat(TIMES.cluster(2, 2, 4)).isEqualTo(new ChainPlan.Cluster(2, 2, 3, List.of(WEIGHT_SHARED), 984, false));
    assertThat(TIMES.breakpoints(2, 2)).containsExactly(1, 2, 3);
    assertThat(TIMES.leastChiplets(2, 2, 1000)).isEqualTo(3);
    assertThat(TIMES.leastChiplets(2, 2, 983)).isEqualTo(5);
    assertThat(TIMES.leastChiplets(0, 1, INFINITE - 1)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
      "0, 0, 18, 1, 324, 2610", "0, 1, 162, 1, 648, 5346", "0, 2, 450, 2, 1296, 12114", "1, 1, 144, 1, 324, 2736",
      "1, 2, 432, 1, 1242, 10368", "2, 2, 288, 1, 984, 8160", "2, 3, 432, 2, 1296, 12096", "3, 3, 144, 1, 504, 4176"
  })
  void segmentsCostTheirLoadAndTheirStages(int first, int last, long load, int clusters, long stage, long cost) {
    SegmentCosts segments = SegmentCosts.of(TIMES, Restriction.MERGED, Effort.SINGLE);
    assertThat(segments.cost(first, last)).isEqualTo(cost);
    ChainPlan.Segment segment = segments.segment(first, last);
    assertThat(segment.loadCycles()).isEqualTo(load);
    assertThat(segment.stageCycles()).isEqualTo(stage);
    assertThat(segment.clusters()).hasSize(clusters);
  }

  @Test
  void allLayersHaveNoSegmentSinceTheirWeightsExceedAllBuffers() {
    // 288 + 2304 + 4608 + 2304 = 9504 > 4 * 2048 = 8192; b to d: 9216
    SegmentCosts segments = SegmentCosts.of(TIMES, Restriction.MERGED, Effort.SINGLE);
    assertThat(segments.cost(0, 3)).isEqualTo(INFINITE);
    assertThat(segments.cost(1, 3)).isEqualTo(INFINITE);
  }

  @Test
  void theOptimumMergesAAndBBesideCAndRunsDAlone() {
    ChainProgramme programme = ChainProgramme.of(PROBLEM, Restriction.MERGED, Effort.SINGLE);
    assertThat(programme.optimum()).isEqualTo(16_290); // 450 + 9 * 1296 + 144 + 8 * 504
    ChainPlan plan = programme.plan();
    assertThat(plan.segments()).extracting(ChainPlan.Segment::last).containsExactly(2, 3);
    assertThat(plan.segments().get(0).clusters()).containsExactly(
        new ChainPlan.Cluster(0, 1, 2, List.of(WEIGHT_SHARED, INPUT_SHARED), 1296, false),
        new ChainPlan.Cluster(2, 2, 2, List.of(INPUT_SHARED), 1296, true));
    assertThat(plan.segments().get(1).clusters())
        .containsExactly(new ChainPlan.Cluster(3, 3, 3, List.of(WEIGHT_SHARED), 504, false));
  }

  @Test
  void restrictionsCostMoreOrHaveNoSolution() {
    assertThat(optimum(PROBLEM, Restriction.SEQUENTIAL)).isEqualTo(17_154);
    assertThat(optimum(PROBLEM, Restriction.SEGMENTED)).isEqualTo(17_442);
    assertThat(optimum(PROBLEM, Restriction.FULL)).isEqualTo(INFINITE);
  }

  @Test
  void otherObjectivesLookAtStagesOrAtOneSample() {
    assertThat(optimum(PROBLEM.with(PipelineObjective.THROUGHPUT), Restriction.MERGED)).isEqualTo(1800); // 1296 + 504
    assertThat(optimum(PROBLEM.withSamples(1), Restriction.MERGED)).isEqualTo(optimum(PROBLEM.with(PipelineObjective.LATENCY),
        Restriction.MERGED));
  }

  @ParameterizedTest
  @CsvSource({"2048, 1, 4, 1, 5100", "4096, 4, 16, 1, 2640", "2048, 1, 4, 2, 7560", "2048, 4, 4, 1, 4446", "4096, 1, 4, 8, 18984",
      "4096, 4, 16, 8, 14850"})
  void machinesOfOtherSizeHaveTheOptimaOfTheEnumeration(long buffer, long ingress, long dram, long samples, long optimum) {
    assertThat(optimum(ReferenceProblems.workedExample(buffer, ingress, dram, samples), Restriction.MERGED)).isEqualTo(optimum);
  }

  private static long optimum(PipelineProblem problem, Restriction restriction) {
    return ChainProgramme.of(problem, restriction, Effort.SINGLE).optimum();
  }

  private static List<Long> times(int k, int j) {
    return row(n -> TIMES.cycles(k, j, n));
  }

  private static List<Long> bytes(int l, Partition partition, @Nullable Partition before) {
    return row(n -> COSTS.bytes(l, n, partition, before));
  }

  private static List<Long> row(java.util.function.IntToLongFunction value) {
    return IntStream.rangeClosed(1, 4).mapToLong(value).boxed().toList();
  }
}
