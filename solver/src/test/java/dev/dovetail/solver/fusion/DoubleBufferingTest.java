package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.fusion.soma.SmallProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleBufferingTest {
  private static final long PLENTY = 1L << 24;

  @Test
  void itSaysTheSameOfAnyPlanAsItsExpansionWithTheDoubleBufferSchedule() {
    for (FusionRules rules : List.of(FusionRules.SOMA, new FusionRules(false, true, 1_000, false))) {
      FusionProblem problem = SmallProblems.problem(PLENTY, rules, Objective.LATENCY);
      LayerCosts costs = new LayerCosts(problem.network(), problem.core());
      DoubleBuffering doubleBuffering = new DoubleBuffering(problem, costs);
      PlanExpansion expansion = new PlanExpansion(problem, costs);
      Random random = new Random(11);
      int possible = 0;
      for (int i = 0; i < 1_500; i++) {
        int[] order = random.nextBoolean() ? new int[] {0, 1, 2, 3, 4, 5, 6, 7} : new int[] {0, 3, 1, 2, 4, 5, 6, 7};
        int[] cut = random.ints(order.length, 0, 3).toArray();
        int[] tiles = random.ints(order.length, 0, 5).map(e -> 1 << e).toArray();
        cut[0] = 2;
        boolean taken = doubleBuffering.take(order, cut, tiles);
        Expansion expanded = expansion.expand(plan(order, cut, tiles));
        assertThat(taken).isEqualTo(expanded.violations().isEmpty());
        if (taken) {
          compare(doubleBuffering, expanded.orThrow());
          possible++;
        }
      }
      assertThat(possible).isGreaterThan(100);
    }
  }

  private static void compare(DoubleBuffering doubleBuffering, Expansion.Expanded expanded) {
    Evaluation evaluation =
        new DramScheduleEvaluator().evaluate(expanded.schedule(), DefaultSchedule.of(expanded.schedule()));
    long peak = evaluation.cost().get("peakBufferBytes");
    assertThat(evaluation.isExecutable()).isTrue();
    assertThat(doubleBuffering.latency(PLENTY)).isEqualTo(evaluation.objective());
    assertThat(doubleBuffering.peakBytes()).isEqualTo(peak);
    assertThat(doubleBuffering.femtojoules()).isEqualTo(expanded.energyFemtojoules());
    assertThat(doubleBuffering.idealCycles()).isEqualTo(Math.max(expanded.computeCycles(), expanded.dramCycles()));
    assertThat(doubleBuffering.latency(peak)).isEqualTo(evaluation.objective());
    assertThat(doubleBuffering.latency(peak - 1)).isEqualTo(DoubleBuffering.NOT_EXECUTABLE);
  }

  private static FusionPlan plan(int[] order, int[] cut, int[] tiles) {
    List<Integer> layers = new ArrayList<>();
    List<Integer> dram = new ArrayList<>();
    List<Integer> flc = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int p = 0; p < order.length; p++) {
      layers.add(order[p]);
      if (cut[p] > 0) {
        (cut[p] == 2 ? dram : flc).add(p);
        counts.add(tiles[p]);
      }
    }
    return new FusionPlan(layers, dram, flc, counts);
  }
}
