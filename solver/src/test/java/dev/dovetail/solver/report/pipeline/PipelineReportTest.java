package dev.dovetail.solver.report.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Violation;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.solver.pipeline.traffic.SegmentSlots;
import dev.dovetail.solver.report.FrontFacts;
import dev.dovetail.solver.report.MethodFacts;
import dev.dovetail.solver.report.PageDocument;
import dev.dovetail.solver.report.RunFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineReportTest {
  private static final RunFacts NOTHING = new RunFacts(List.of(), List.of(), Map.of());

  private static PageDocument page(PipelineProblem problem, PipelinePlan plan, RunFacts facts) {
    return new PageDocument(PipelineReport.render(problem, plan, Plans.judged(problem, plan), facts));
  }

  private static PageDocument small() {
    return page(Plans.small(), Plans.smallPlan(), NOTHING);
  }

  @Test
  void pagesAreWellFormedAndNeedNothingElse() {
    small().isSelfContained();
    PipelineProblem large = Plans.problem(Plans.residual(3, 8, 36, 3), Plans.mesh(16, 16), 1024);
    PageDocument page = page(large, Plans.strips(large, new int[] {0, 11, 22, 60, 90}, 1, 3, 5, 9, 30), NOTHING);
    page.isSelfContained();
    assertThat(page.source().length()).isLessThan(1_500_000);
  }

  @Test
  void theHeadSaysWhatTheCostModelIs() {
    assertThat(small().text()).contains("small on 4 chiplets", "Total time16,290 cycles",
        "cost model: Scope-like (reconstructed)",
        "Clusters2 + 1", "Time per sample, steady1,800 cycles", "Latency of one sample3,690 cycles", "Energy4.39 µJ");
  }

  @Test
  void everyRegionIsDrawnWithItsLayersAndIdleChiplets() {
    String regions = small().section("regions");
    assertThat(regions).contains("Segment 1: 3 layers, 2 clusters, stage 1,296 cycles, 74.3 % of the time",
        "chiplet 0: cluster A, layers 0–1A", "chiplet 3: cluster B, layers 2B", "A0–1: a … b2", "B2: c2");
    assertThat(regions).contains("A3: d3", "idle1", "chiplet 3: idle", "The problem has no mesh");
  }

  @Test
  void layersStandInTheirStageWithWhatLimitsThem() {
    String stages = small().section("stages");
    // Layer c on two chiplets, I: computes 1,296 cycles, receives 1,296 B in 324; d on three, W: 432 and 2,016 B in 504.
    assertThat(stages).contains("Segment 1: stage 1,296 cycles, set by cluster A",
        "c (I): 1,296 cycles\ncomputes 1,296, receives 1.27 KiB in 324",
        "d (W): 504 cycles\ncomputes 432, receives 1.97 KiB in 504");
    assertThat(stages).contains("DRAM: 1.41 KiB per sample, 90 cycles, slack 1,206 cycles, 93.0 % of the stage time");
    List<String> styles = small().attributes("class");
    assertThat(styles).filteredOn("compute layer"::equals).hasSize(3);
    assertThat(styles).filteredOn("transfer layer"::equals).hasSize(1);
  }

  @Test
  void aStageThatIsLongerThanItNeedsToBeSaysSo() {
    PipelinePlan plan = Plans.smallPlan();
    PipelinePlan longer = new PipelinePlan(List.of(new PipelinePlan.Segment(plan.segments().get(0).clusters(), 1300),
        plan.segments().get(1)));
    assertThat(page(Plans.small(), longer, NOTHING).section("stages")).contains("set by cluster A, stretched by 4 cycles");
  }

  @Test
  void samplesPassTheClustersStageByStage() {
    String samples = small().section("samples");
    assertThat(samples).contains("8 samples through 2 clusters, cycles 450 to 12,114",
        "sample 1 in cluster A: cycles 450 to 1,746", "sample 1 in cluster B: cycles 1,746 to 3,042",
        "sample 8 in cluster B: cycles 10,818 to 12,114");
    assertThat(small().attributes("title")).contains("segment 1, loading weights: 450 cycles, 2.7 % of all",
        "segment 1, filling: 1,296 cycles, 7.9 % of all", "segment 1, all clusters busy: 9,072 cycles, 55.6 % of all");
  }

  @Test
  void ofManySamplesTheMiddleIsLeftOut() {
    String samples = page(Plans.small().withSamples(1024), Plans.smallPlan(), NOTHING).section("samples");
    assertThat(samples).contains("sample 4 in cluster A", "…", "sample 1,024 in cluster B").doesNotContain("sample 500 in");
  }

  @Test
  void thePlanStandsBesideBaselinesThatAreSolvedExactly() {
    // 17,154 / 16,290 = 1.053 and 17,442 / 16,290 = 1.070; all four layers have 9,504 B of weights, the buffers 8,192.
    String baselines = small().section("baselines");
    assertThat(baselines).contains("sequentiallayers one after another, each on all chiplets17,154 cycles1.05x",
        "full-pipelineone segment, each layer a clusternone fits–", "17,442 cycles1.07x",
        "this planmerged pipelines16,290 cycles1.00x");
    // Layers a to c without a pipeline: {a}, then {b, c}, 2,610 + 10,368 = 12,978 cycles, which is 1.071 of 12,114.
    assertThat(baselines).contains("10–212,114 cycles12,9781.07x", "234,176 cycles4,1761.00x4,1761.00x");
  }

  @Test
  void transfersBetweenClustersAreDrawnOnTheLinksOfTheMesh() {
    PipelineProblem problem = Plans.contended();
    SegmentSlots slots = new SegmentSlots(problem, 1, () -> false);
    PipelinePlan plan = new PipelinePlan(Plans.smallPlan().segments().stream().map(s -> slots.complete(s, 0)).toList());
    PageDocument page = page(problem, plan, NOTHING);
    page.isSelfContained();
    // Each of two senders has 576 B for both receivers and 72 B of the skipped tensor for each: 6 transfers, 1,440 B. Links: 2 * 1,296 B at 4 B on
    // 8 of them are 81 cycles; ports: 2 cycles on the way, then 324.
    assertThat(page.section("traffic")).contains("161.41 KiB1,296", "81326", "Links of segment 1", "inject port");
    assertThat(small().section("traffic")).isEmpty();
  }

  @Test
  void whatTheRunFoundAsBaselinesIsShown() {
    MethodFacts heuristic = new MethodFacts("scope-heuristic", 16_500L, null, "complete", 0.1, Map.of());
    RunFacts facts =
        new RunFacts(List.of(new LowerBound("chain", 16_290, "")), List.of(), Map.of(), List.of(heuristic), FrontFacts.NONE);
    assertThat(page(Plans.small(), Plans.smallPlan(), facts).section("baselines"))
        .contains("Scope-like heuristic (reconstructed)16,500 cycles1.01x", "lower boundchain16,290 cycles1.00x");
  }

  @Test
  void stagesThatBeginOnTheirOwnAreDrawnWhenTheyBegin() {
    PipelineSwitches base = PipelineSwitches.BASE;
    PipelineProblem async = Plans.small().with(new PipelineSwitches(base.overlap(), base.weights(), base.loadOverlap(),
        PipelineSwitches.Timing.ASYNC, base.border(), base.graph(), base.shape(), false, false, true, false, false));
    PipelinePlan plan = Plans.smallPlan();
    PipelinePlan slower = new PipelinePlan(List.of(new PipelinePlan.Segment(plan.segments().get(0).clusters(), 2000),
        plan.segments().get(1)));
    // Cluster A is done after 450 + 1,296 cycles and hands over at once; the next sample follows 2,000 cycles later.
    assertThat(page(async, slower, NOTHING).section("samples")).contains(
        "sample 1 in cluster A: cycles 450 to 1,746, then free for 704",
        "sample 1 in cluster B: cycles 1,746 to 3,042", "sample 2 in cluster B: cycles 3,746 to 5,042");
  }

  @Test
  void chipletsOfLargeModulesAreDrawnRowByRow() {
    PipelineProblem large = Plans.problem(Plans.residual(1), Plans.mesh(40, 40), 2);
    PageDocument page = page(large, Plans.strips(large, new int[] {0}, 2), NOTHING);
    assertThat(page.section("regions")).contains("chiplets 0 to 39: cluster A").doesNotContain("chiplet 1:");
    assertThat(page.source().length()).isLessThan(150_000);
  }

  @Test
  void theLayerTableHasPartitionTimesAndUtilisation() {
    // Layer b after a on two chiplets: I receives floor(288 / 2) B in 36 cycles, computes 648: 82,944 / (2 * 64 * 648) = 1.
    assertThat(small().section("layers")).contains("1b1AI2648144 B36648computing100.0 %1.13 KiB",
        "2c1BI21,2961.27 KiB3241,296computing",
        "streamed");
  }

  @Test
  void theEnergyIsSplit() {
    String energy = small().section("energy");
    // 53,747.712 pJ, 8 * 8 * 9,984 * 0.7 = 447,283.2 pJ; DRAM 22 KiB in and out, 4,896 B once, 8 * 4,608 B streamed.
    assertThat(energy).contains("53.7 nJ", "447 nJ", "8 samples: 4.39 µJ", "weights streamed for every sample36.0 KiB");
    long sum = EnergySection.parts(new PlanView(Plans.small(), Plans.smallPlan())).stream()
        .mapToLong(EnergySection.Part::femtojoules).sum();
    assertThat(sum).isEqualTo(4_389_030_912L);
  }

  @Test
  void boundsAndProofsComeFromTheRun() {
    RunFacts facts = new RunFacts(List.of(new LowerBound("chain", 16_290, "The chain programme.")), List.of(),
        Map.of("evidence", "bounded", "method", "dp"));
    assertThat(page(Plans.small(), Plans.smallPlan(), facts).text()).contains("this one is proven optimal", "What binds: chain.");
  }

  @Test
  void aRejectedPlanHasNoPicturesButItsViolations() {
    Evaluation rejected =
        new Evaluation(0, Map.of(), List.of(new Violation("region-overlap", "chiplet 1", "Two clusters have it.")));
    PageDocument page = new PageDocument(PipelineReport.render(Plans.small(), Plans.smallPlan(), rejected, NOTHING));
    page.isSelfContained();
    assertThat(page.text()).contains("rejects this mapping", "Two clusters have it.");
    assertThat(page.section("regions")).isEmpty();
  }

  @Test
  void namesFromFilesAreTextAndNothingElse() {
    PipelineProblem plain = Plans.small();
    PipelineNetwork network = new PipelineNetwork("</script><script>alert(1)</script>",
        Stream.of("<img src=x onerror=y>", "\"'&", "c", "d").map(name -> {
          int l = List.of("<img src=x onerror=y>", "\"'&", "c", "d").indexOf(name);
          var o = plain.network().layer(l);
          return Plans.conv(name, o.inputChannels(), o.outputChannels(), 3, o.inputRows(), o.inputBytes(), o.outputBytes(),
              o.skipBytes());
        }).toList());
    PageDocument page = page(Plans.problem(network, plain.module(), 8), Plans.smallPlan(), NOTHING);
    page.isSelfContained();
    assertThat(page.source()).doesNotContain("<script>alert").doesNotContain("<img");
  }

  @Test
  void moreClustersThanColoursHaveLettersOfTheirOwn() {
    assertThat(Stream.of(0, 25, 26, 51, 52).map(PlanWords::letter)).containsExactly("A", "Z", "a", "z", "53");
    assertThat(ChipletMap.colour(0)).isEqualTo(ChipletMap.colour(ChipletMap.COLOURS)).isNotEqualTo(ChipletMap.colour(1));
    assertThat(PlanWords.ranges(List.of(3, 4, 5, 8), "–")).isEqualTo("3–5, 8");
  }
}
