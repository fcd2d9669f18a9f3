package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objective energy, and fronts of latency and energy, as methods. */
class TradeOffMethodTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), 0, 1, 2, true, 256);

  private static final class Fronts extends JudgingListener<PipelinePlan> {
    private final List<Front<PipelinePlan>> heard = new ArrayList<>();

    Fronts(PipelineProblem problem) {
      super(plan -> new PipelineEvaluator().evaluate(problem, plan), Long.MIN_VALUE);
    }

    @Override
    public void front(Front<PipelinePlan> front) {
      heard.add(front);
    }
  }

  @Test
  void leastEnergyIsThatOfExhaustiveSearch() {
    for (long seed = 0; seed < 40; seed++) {
      PipelineProblem problem = SmallPipelines.random(seed, 5, 4).with(PipelineObjective.ENERGY);
      Fronts dp = new Fronts(problem);
      Outcome outcome = method("dp").solve(problem, LIMITS, dp);
      Fronts exhaustive = new Fronts(problem);
      method("exhaustive").solve(problem, LIMITS, exhaustive);
      assertThat(outcome.proof()).as(problem.name()).isEqualTo(Outcome.Proof.OPTIMAL);
      assertThat(dp.bestObjective()).as(problem.name()).isEqualTo(exhaustive.bestObjective()).isEqualTo(dp.bestBound());
    }
  }

  @Test
  void theFrontOfTheWorkedExampleIsCompleteAndBeginsWithItsOptimum() {
    PipelineProblem problem = SmallPipelines.workedExample();
    Front<PipelinePlan> front = front(problem, 1000);
    assertThat(front.isComplete()).isTrue();
    assertThat(front.points()).allMatch(TradeOff::isProven);
    assertThat(front.points().get(0).latencyCycles()).isEqualTo(16_290);
    for (TradeOff<PipelinePlan> point : front.points()) {
      Evaluation judged = new PipelineEvaluator().evaluate(problem, point.mapping());
      assertThat(judged.isExecutable()).isTrue();
      assertThat(judged.cost().get(PipelineEvaluator.LATENCY)).isEqualTo(point.latencyCycles());
      assertThat(judged.cost().get(PipelineEvaluator.ENERGY)).isEqualTo(point.energyFemtojoules());
    }
  }

  @Test
  void aPartOfTheFrontKeepsBothEndsAndIsNotCalledComplete() {
    PipelineProblem problem = SmallPipelines.workedExample();
    Front<PipelinePlan> all = front(problem, 1000);
    Front<PipelinePlan> some = front(problem, 3);
    assertThat(all.points()).hasSizeGreaterThan(3);
    assertThat(some.isComplete()).isFalse();
    assertThat(some.points()).hasSizeBetween(2, 3).allMatch(TradeOff::isProven);
    assertThat(some.points().get(0)).isEqualTo(all.points().get(0));
    assertThat(some.points().get(some.points().size() - 1).energyFemtojoules())
        .isEqualTo(all.points().get(all.points().size() - 1).energyFemtojoules());
  }

  private static Front<PipelinePlan> front(PipelineProblem problem, int points) {
    Fronts listener = new Fronts(problem);
    Method<PipelineProblem, PipelinePlan> method = method("dp").tradingOff(points).orElseThrow();
    assertThat(method.reportsFront()).isTrue();
    assertThat(method.solve(problem, LIMITS, listener).proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    return listener.heard.get(listener.heard.size() - 1);
  }

  private static Method<PipelineProblem, PipelinePlan> method(String name) {
    return PipelineMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }
}
