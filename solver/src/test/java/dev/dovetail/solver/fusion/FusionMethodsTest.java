package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the methods of kind fusion say, on small networks, where the judge and the enumeration of all plans can follow. */
class FusionMethodsTest {
  private static final FusionRules FREE = new FusionRules(false, true, 64, true);

  private static Limits work(int millis) {
    return new Limits(Duration.ofMillis(millis), 0, 7, 1, true, 256);
  }

  private static Method<FusionProblem, FusionMapping> method(String name) {
    return FusionMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void theJudgeAcceptsEveryMappingOfTheSearchAtTheCostItSays(Objective objective) {
    for (long seed = 0; seed < 12; seed++) {
      FusionRules rules = seed % 2 == 0 ? FusionRules.SOMA : FREE;
      FusionProblem problem = RandomFusionNetworks.problem(seed, 4 + (int) (seed % 7), rules, objective, 6000);
      Recorder recorder = new Recorder(problem);

      Outcome outcome = method("search").solve(problem, work(20), recorder);

      assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
      assertThat(recorder.mappings()).as("mappings of %s", problem.name()).isNotEmpty();
    }
  }

  @Test
  void theSearchFindsTheSameWithTheSameSeed() {
    FusionProblem problem = RandomFusionNetworks.problem(3, 9, FREE, Objective.LATENCY, 4096);
    Recorder first = new Recorder(problem);
    Recorder second = new Recorder(problem);

    method("search").solve(problem, work(50), first);
    method("search").solve(problem, work(50), second);

    assertThat(second.mappings()).isEqualTo(first.mappings());
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void noSearchBeatsTheEnumerationOfAllPlansAndMostlyItFindsAnOptimum(Objective objective) {
    int equal = 0;
    int problems = 0;
    for (long seed = 20; seed < 24; seed++) {
      int layers = objective == Objective.ENERGY ? 3 : 2;
      FusionProblem problem = RandomFusionNetworks.problem(seed, layers, FusionRules.SOMA, objective, 4000);
      Recorder all = new Recorder(problem);
      Recorder some = new Recorder(problem);
      Outcome outcome = method("exhaustive").solve(problem, work(20_000), all);
      method("search").solve(problem, work(60), some);

      assertThat(outcome.proof()).as(outcome.detail()).isEqualTo(Outcome.Proof.EXHAUSTED);
      assertThat(some.bestObjective()).isGreaterThanOrEqualTo(all.bestObjective());
      problems++;
      equal += some.bestObjective() == all.bestObjective() ? 1 : 0;
    }
    assertThat(equal).as("optima found by the search").isGreaterThanOrEqualTo(problems - 1);
  }

  @Test
  void theEnumerationRefusesWhatTakesTooLong() {
    FusionProblem problem = RandomFusionNetworks.problem(5, 12, FusionRules.SOMA, Objective.LATENCY, 1 << 20);

    assertThatThrownBy(() -> method("exhaustive").solve(problem, work(100), new Recorder(problem)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("too many plans");
  }

  @Test
  void aBufferThatHoldsNoPlanIsInfeasible() {
    FusionProblem problem = RandomFusionNetworks.problem(2, 5, FusionRules.SOMA, Objective.LATENCY, 64);

    assertThatThrownBy(() -> method("search").solve(problem, work(10), new Recorder(problem)))
        .isInstanceOf(InfeasibleException.class);
  }

  @Test
  void everyPlanOfAChainOfTwoLayersIsEnumeratedOnce() {
    FusionProblem problem = RandomFusionNetworks.problem(1, 2, FusionRules.SOMA, Objective.LATENCY, 4096);
    EveryPlan every = new EveryPlan(problem, new LayerGraph(problem.network()));
    java.util.Set<Object> plans = new java.util.HashSet<>();
    int[] count = {0};

    assertThat(every.each(g -> plans.add(g.plan()) && ++count[0] > 0)).isTrue();

    // Tile counts 1, 2, 4, ..., the power of two below batch * 8 * 8: k of them. One sub-group: k plans. Two: k * k, with
    // either kind of cut.
    int k = 64 - Long.numberOfLeadingZeros((long) problem.batch() * 64);
    assertThat(count[0]).isEqualTo(k + 2 * k * k);
  }

  @Test
  void theFrontHoldsAFastPlanAndAFrugalOneAndNothingThatAnotherPointBeats() {
    FusionProblem problem = RandomFusionNetworks.problem(8, 9, FREE, Objective.LATENCY, 3000);
    Recorder recorder = new Recorder(problem);
    Recorder frugal = new Recorder(RandomFusionNetworks.problem(8, 9, FREE, Objective.ENERGY, 3000));

    method("search").tradingOff(6).orElseThrow().solve(problem, work(400), recorder);
    method("search").solve(RandomFusionNetworks.problem(8, 9, FREE, Objective.ENERGY, 3000), work(60), frugal);

    List<TradeOff<FusionMapping>> points = recorder.front.points();
    assertThat(points).hasSizeBetween(1, 6);
    assertThat(points.get(0).latencyCycles()).isEqualTo(recorder.bestObjective());
    TradeOff<FusionMapping> last = points.get(points.size() - 1);
    assertThat(last.energyFemtojoules()).isBetween(last.energyBound(), frugal.bestObjective());
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).latencyCycles()).isGreaterThan(points.get(i - 1).latencyCycles());
      assertThat(points.get(i).energyFemtojoules()).isLessThan(points.get(i - 1).energyFemtojoules());
    }
  }
}
