package dev.dovetail.solver.pipeline.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainPlacement;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.solver.pipeline.scope.ScopeHeuristic.Partitions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reconstructed search against the totals of a second implementation, and step by step on the worked example. */
class ScopeHeuristicTest {
  static List<ReferenceRow> small() throws IOException {
    return ReferenceRow.small();
  }

  static List<ReferenceRow> fullSize() throws IOException {
    return ReferenceRow.fullSize();
  }

  private static ScopeHeuristic search(PipelineProblem problem, Partitions partitions) {
    return new ScopeHeuristic(ClusterTimes.of(problem, Effort.SINGLE), partitions, Effort.of(2));
  }

  private static Evaluation judged(PipelineProblem problem, ChainPlan plan) {
    PipelinePlan placed = new ChainPlacement(problem).place(plan);
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, placed);
    assertThat(evaluation.violations()).isEmpty();
    return evaluation;
  }

  @ParameterizedTest
  @MethodSource({"small", "fullSize"})
  void everyTotalIsThatOfTheTable(ReferenceRow row) {
    ScopeHeuristic heuristic = search(row.problem(), Partitions.EXACT);
    assertThat(heuristic.cost()).isEqualTo(row.heuristic());
    assertThat(judged(row.problem(), heuristic.plan()).objective()).isEqualTo(heuristic.cost());
  }

  @ParameterizedTest
  @MethodSource("small")
  void oneTransitionPerClusterIsNeverBetterThanTheExactMinimumAtTheSameClusters(ReferenceRow row) {
    ClusterTimes times = ClusterTimes.of(row.problem(), Effort.SINGLE);
    PartitionTransition transition = new PartitionTransition(times, Effort.SINGLE);
    for (int k = 0; k < times.layers(); k++) {
      for (int j = k; j < times.layers(); j++) {
        for (int n = 1; n <= times.chiplets(); n++) {
          assertThat(transition.cycles(k, j, n)).isGreaterThanOrEqualTo(times.cycles(k, j, n));
          // All choices of up to two layers have at most one transition, but for I before W.
          if (k == j) {
            assertThat(transition.cycles(k, j, n)).isEqualTo(times.cycles(k, j, n));
          }
        }
      }
    }
    ScopeHeuristic literal = search(row.problem(), Partitions.TRANSITION);
    assertThat(judged(row.problem(), literal.plan()).objective()).isEqualTo(literal.cost());
    literal.plan().segments().forEach(s -> s.clusters().forEach(c -> {
      StringBuilder letters = new StringBuilder();
      c.partitions().forEach(p -> letters.append(p.letter()));
      assertThat(letters.toString()).matches("W*I*");
    }));
  }

  @Test
  void aTransitionCostsWhereInputsShouldBeSharedBeforeWeights() throws IOException {
    // Somewhere in the tables the exact minimum shares inputs before weights, which one transition cannot.
    List<String> better = new ArrayList<>();
    for (ReferenceRow row : small()) {
      ClusterTimes times = ClusterTimes.of(row.problem(), Effort.SINGLE);
      PartitionTransition transition = new PartitionTransition(times, Effort.SINGLE);
      int last = times.layers() - 1;
      if (transition.cycles(0, last, times.chiplets()) > times.cycles(0, last, times.chiplets())) {
        better.add(row.problem().name());
      }
    }
    assertThat(better).isNotEmpty();
  }

  @Test
  void sharesFollowTheWorkAndThenTheBottleneck() throws IOException {
    // T4, segment a..c as three clusters of 41472, 82944, 165888 on 4: floor(4 * load / 290304) = 0, 1, 2, at least 1 each: 1, 1, 2.
    // T: aa(1) 1296, bb(1) 1296, cc(2) 1296. The bottleneck is a, the first of them; b and c would be slower with a chiplet less, b has one only,
    // so c gives: T = 648, 1296, 2592, no better.
    ClusterTimes times = ClusterTimes.of(ReferenceRow.worked(), Effort.SINGLE);
    RegionAllocation regions = new RegionAllocation(PartitionChoice.exact(times), List.of(0, 1, 2), 2,
        List.of(41_472L, 82_944L, 165_888L), 4);
    assertThat(regions.chiplets()).containsExactly(1, 1, 2);
    assertThat(regions.bottleneck()).isEqualTo(1296);
  }

  @Test
  void theResultDoesNotDependOnTheNumberOfThreads() throws IOException {
    PipelineProblem problem =
        fullSize().stream().map(ReferenceRow::problem).filter(p -> p.name().equals("resnet18_n16_m64")).findFirst().orElseThrow();
    ClusterTimes times = ClusterTimes.of(problem, Effort.SINGLE);
    assertThat(new ScopeHeuristic(times, Partitions.EXACT, Effort.of(3)).plan())
        .isEqualTo(new ScopeHeuristic(times, Partitions.EXACT, Effort.SINGLE).plan());
  }

  @Test
  void energyIsNoFunctionOfStageTimes() throws IOException {
    ClusterTimes times = ClusterTimes.of(ReferenceRow.worked().with(PipelineObjective.ENERGY), Effort.SINGLE);
    assertThatThrownBy(() -> new ScopeHeuristic(times, Partitions.EXACT, Effort.SINGLE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
