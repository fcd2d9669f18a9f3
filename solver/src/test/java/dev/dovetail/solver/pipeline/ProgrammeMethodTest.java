package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain programme and the baselines as methods: the judge sees every plan. */
class ProgrammeMethodTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), 0, 1, 2, true, 256);

  private record Run(Outcome outcome, JudgingListener<PipelinePlan> heard) {}

  @Test
  void theProgrammeProvesTheOptimumOfTheWorkedExample() {
    Run run = run("dp", SmallPipelines.workedExample());
    assertThat(run.outcome().proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(run.heard().bestObjective()).isEqualTo(16_290);
    assertThat(run.heard().bestBound()).isEqualTo(16_290);
    assertThat(run.heard().objectives()).containsExactly(18_450L, 17_154L, 16_290L); // layer by layer, sequential, merged; segmented (17,442) is no news
  }

  @Test
  void baselinesClaimTheOptimumOfTheirPlansAndNoBound() {
    Run sequential = run("sequential", SmallPipelines.workedExample());
    assertThat(sequential.heard().claims())
        .containsExactly(new Claim("whose segments are single clusters", 17_154, 17_154, Outcome.Proof.OPTIMAL));
    assertThat(sequential.heard().bestBound()).isEqualTo(Long.MIN_VALUE);
    assertThat(sequential.outcome().proof()).isEqualTo(Outcome.Proof.NONE);
    Run segmented = run("segmented", SmallPipelines.workedExample());
    assertThat(segmented.heard().claims())
        .containsExactly(new Claim("whose clusters are single layers", 17_442, 17_442, Outcome.Proof.OPTIMAL));
  }

  @Test
  void aFullPipelineWhoseWeightsExceedTheBuffersDoesNotExist() {
    Run run = run("full-pipeline", SmallPipelines.workedExample());
    assertThat(run.heard().mappings()).isEmpty();
    assertThat(run.heard().claims()).isEmpty();
    assertThat(run.outcome().termination()).isEqualTo(Outcome.Termination.COMPLETE);
    assertThat(run.outcome().detail()).startsWith("there is no mapping of one segment whose clusters are single layers");
  }

  @ParameterizedTest
  @EnumSource(value = PipelineObjective.class, names = "ENERGY", mode = EnumSource.Mode.EXCLUDE)
  void theJudgeAgreesWithEveryPlanUnderEachObjective(PipelineObjective objective) {
    for (long seed = 0; seed < 60; seed++) {
      PipelineProblem problem = SmallPipelines.random(seed, 7, 8).with(objective);
      Run dp = run("dp", problem);
      assertThat(dp.outcome().proof()).as(problem.name()).isEqualTo(Outcome.Proof.OPTIMAL);
      assertThat(dp.heard().bestObjective()).isEqualTo(dp.heard().bestBound());
      Run thresholds = run("thresholds", problem);
      assertThat(thresholds.outcome().proof()).as(problem.name()).isEqualTo(Outcome.Proof.OPTIMAL);
      assertThat(thresholds.heard().bestObjective()).isEqualTo(dp.heard().bestObjective());
      assertThat(thresholds.heard().bestBound()).isEqualTo(dp.heard().bestObjective());
      for (String baseline : List.of("sequential", "segmented", "full-pipeline")) {
        assertThat(run(baseline, problem).heard().bestObjective()).as("%s of %s", baseline, problem.name())
            .isGreaterThanOrEqualTo(dp.heard().bestObjective());
      }
    }
  }

  @Test
  void whereNoChipletMayBeIdleAllAreUsed() {
    PipelineSwitches busy = new PipelineSwitches(Overlap.SUM, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.ANY, true, false, false, false, false);
    for (long seed = 0; seed < 40; seed++) {
      PipelineProblem problem = SmallPipelines.random(seed, 7, 8).with(busy);
      assertThat(run("dp", problem).outcome().proof()).as(problem.name()).isEqualTo(Outcome.Proof.OPTIMAL);
      run("segmented", problem);
    }
  }

  @Test
  void roomInDramMayLeaveNoPlanAtAll() {
    // d reads 576 bytes of c: whichever segments there are, one ends before the last layer and hands at least 288 bytes on, 8 times
    PipelineProblem problem = withRoom(8 * 288 - 1);
    Run run = run("dp", problem);
    assertThat(run.outcome().proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
    assertThat(run("thresholds", problem).outcome().proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
    assertThat(run("dp", withRoom(8 * 864)).outcome().proof()).isEqualTo(Outcome.Proof.OPTIMAL);
  }

  private static PipelineProblem withRoom(long bytes) {
    PipelineProblem problem = SmallPipelines.workedExample();
    MultiChipModule m = problem.module();
    PipelineSwitches switches = new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.ANY, false, false, true, true, false);
    return new PipelineProblem("room", problem.network(), new MultiChipModule(m.types(), m.ingressBytesPerCycle(),
        m.dramBytesPerCycle(), bytes, m.clockHertz(), null, m.energy()), 8, switches, PipelineObjective.TOTAL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void coupledModelsGetABoundAndAPlanOnlyIfTheJudgeAcceptsIt(long seed) {
    PipelineProblem base = SmallPipelines.random(seed, 6, 6);
    for (Weights weights : Weights.values()) {
      for (Timing timing : Timing.values()) {
        PipelineSwitches coupled = new PipelineSwitches(Overlap.MAX, weights, LoadOverlap.NEXT, timing, Border.EGRESS,
            Graph.CHAIN, Shape.STRIPS, false, true, true, false, false);
        Run run = run("dp", base.with(coupled));
        assertThat(run.heard().bestBound()).isPositive().isLessThanOrEqualTo(run.heard().bestObjective());
        Run thresholds = run("thresholds", base.with(coupled));
        assertThat(thresholds.heard().bestBound()).isPositive().isLessThanOrEqualTo(run.heard().bestObjective());
      }
    }
  }

  @Test
  void thresholdsSayWhatTheyNeed() {
    Run run = run("thresholds", SmallPipelines.workedExample().with(PipelineObjective.ENERGY));
    assertThat(run.heard().mappings()).isEmpty();
    assertThat(run.outcome().detail()).contains("an objective over stage times");
  }

  @Test
  void mixedChipletsAndAMeshGetStripsInSnakeOrder() {
    PipelineProblem base = SmallPipelines.workedExample();
    List<ChipletType> types = List.of(new ChipletType("big", 3, 8, 8, 2048), new ChipletType("small", 3, 4, 8, 1024));
    MultiChipModule module = new MultiChipModule(types, 4, 16, Long.MAX_VALUE, 1_000_000_000, new ChipletMesh(3, 2, 4),
        base.module().energy());
    PipelineSwitches strips = new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.STRIPS, false, false, true, false, false);
    Run run = run("dp", new PipelineProblem("mixed", base.network(), module, 8, strips, PipelineObjective.TOTAL));
    assertThat(run.heard().bestBound()).isPositive().isLessThanOrEqualTo(run.heard().bestObjective());
  }

  private static Run run(String name, PipelineProblem problem) {
    Method<PipelineProblem, PipelinePlan> method =
        PipelineMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    JudgingListener<PipelinePlan> heard =
        new JudgingListener<>(plan -> new PipelineEvaluator().evaluate(problem, plan), Long.MIN_VALUE);
    return new Run(method.solve(problem, LIMITS, heard), heard);
  }
}
