package dev.dovetail.models.pipeline.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.ReferenceProblems;
import dev.dovetail.models.pipeline.SegmentEnumeration;
import dev.dovetail.models.pipeline.TinyProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Least energy and the front of time and energy: the worked example, and plain enumeration of tiny problems. */
class TradeOffProgrammeTest {
  private static final PipelineProblem EXAMPLE = ReferenceProblems.workedExample(2048, 4, 16, 8);

  @Test
  void theFastestChainOfTheExampleTakes4389Nanojoules() {
    // NoP bytes 2*528 + 2*144 + 2*1296 + 3*2016 = 9984, DRAM bytes 8*(1440 + 1440) + 4896 + 8*4608 = 64800:
    // 8 * 373248 * 18 + 8 * 8 * 9984 * 700 + 8 * 64800 * 7500 = 53747712 + 447283200 + 3888000000 fJ
    TradeOffProgramme front = TradeOffProgramme.of(EXAMPLE, Effort.SINGLE);
    assertThat(front.isComplete()).isTrue();
    assertThat(front.cycles(0)).isEqualTo(16_290);
    assertThat(front.energyBy(16_290)).isLessThanOrEqualTo(4_389_030_912L);
    assertThat(front.energyBy(16_289)).isEqualTo(ClusterTimes.INFINITE);
    assertThat(front.energy(front.size() - 1)).isEqualTo(EnergyProgramme.of(EXAMPLE, Effort.SINGLE).optimum());
  }

  @Test
  void leastEnergyAndFrontsOfRandomProblemsAreThoseOfEnumeration() {
    int points = 0;
    for (long seed = 0; seed < 300; seed++) {
      PipelineProblem problem = TinyProblems.random(seed, 4, 4);
      if (seed % 4 == 0) {
        problem = problem.with(problem.switches().withIdle(false));
      }
      if (seed % 3 != 0) {
        problem = problem.with(problem.switches().withWeights(seed % 3 == 1 ? Weights.PER_LAYER : Weights.REPLICATED));
      }
      NavigableMap<Long, Long> expected = enumerated(problem);
      TradeOffProgramme front = TradeOffProgramme.of(problem, Effort.SINGLE);
      EnergyProgramme least = EnergyProgramme.of(problem, Effort.SINGLE);
      assertThat(front.isComplete()).isTrue();
      NavigableMap<Long, Long> found = new TreeMap<>();
      for (int at = 0; at < front.size(); at++) {
        found.put(front.cycles(at), front.energy(at));
        assertThat(front.energyBy(front.cycles(at))).isEqualTo(front.energy(at));
        verify(problem, front.point(at).plan(), front.cycles(at), front.energy(at));
      }
      assertThat(found).as(problem.name()).isEqualTo(expected);
      if (expected.isEmpty()) {
        assertThat(least.optimum()).as(problem.name()).isEqualTo(ClusterTimes.INFINITE);
      } else {
        assertThat(least.optimum()).as(problem.name()).isEqualTo(expected.lastEntry().getValue());
        verify(problem, least.plan(), -1, least.optimum());
      }
      points = Math.max(points, found.size());
    }
    assertThat(points).isGreaterThanOrEqualTo(10);
  }

  @Test
  void someLimitsReachPointsAndBoundTheOthers() {
    // Half of the limits, and few labels: every true point lies between what is reached and the bound.
    for (long seed = 0; seed < 60; seed++) {
      PipelineProblem problem = TinyProblems.random(seed, 4, 4);
      TradeOffProgramme exact = TradeOffProgramme.of(problem, Effort.SINGLE);
      TradeOffProgramme coarse = TradeOffProgramme.of(problem, Effort.SINGLE, 1, 3);
      for (int at = 0; at < exact.size(); at++) {
        assertThat(coarse.energyBy(exact.cycles(at))).as(problem.name()).isLessThanOrEqualTo(exact.energy(at));
      }
      for (int at = 0; at < coarse.size(); at++) {
        TradeOffProgramme.Point point = coarse.point(at);
        long cycles = judged(problem, point.plan()).cost().get(PipelineEvaluator.LATENCY);
        assertThat(cycles).isLessThanOrEqualTo(point.cycles());
        assertThat(exact.energyBy(cycles)).as(problem.name()).isLessThanOrEqualTo(point.energyFemtojoules());
      }
    }
  }

  private static void verify(PipelineProblem problem, ChainPlan plan, long cycles, long energy) {
    Evaluation judged = judged(problem, plan);
    assertThat(judged.violations()).as(problem.name()).isEmpty();
    assertThat(judged.cost().get(PipelineEvaluator.ENERGY)).as(problem.name()).isEqualTo(energy);
    if (cycles >= 0) {
      assertThat(judged.cost().get(PipelineEvaluator.LATENCY)).as(problem.name()).isEqualTo(cycles);
    }
  }

  private static Evaluation judged(PipelineProblem problem, ChainPlan plan) {
    return new PipelineEvaluator().evaluate(problem, new ChainPlacement(problem).place(plan));
  }

  /** Nondominated totals with their energies, by enumeration of all segments and all chains of nondominated ones. */
  private static NavigableMap<Long, Long> enumerated(PipelineProblem problem) {
    SegmentEnumeration enumeration = new SegmentEnumeration(problem);
    List<NavigableMap<Long, Long>> chains = new ArrayList<>();
    chains.add(new TreeMap<>(java.util.Map.of(0L, 0L)));
    for (int end = 1; end <= problem.network().size(); end++) {
      NavigableMap<Long, Long> here = new TreeMap<>();
      for (int i = 0; i < end; i++) {
        NavigableMap<Long, Long> before = chains.get(i);
        for (SegmentEnumeration.Segment s : enumeration.segments(i, end - 1)) {
          if (s.fits()) {
            before.forEach((cycles, energy) -> offer(here, cycles + s.cost(), energy + s.energy()));
          }
        }
      }
      chains.add(here);
    }
    return chains.get(problem.network().size());
  }

  private static void offer(NavigableMap<Long, Long> front, long cycles, long energy) {
    var faster = front.floorEntry(cycles);
    if (faster == null || faster.getValue() > energy) {
      front.put(cycles, energy);
      front.tailMap(cycles, false).values().removeIf(e -> e >= energy);
    }
  }
}
