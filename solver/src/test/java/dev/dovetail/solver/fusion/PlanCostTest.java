package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionNetworks;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.dramschedule.Streams;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search's own expansion of a plan says what the model's says, and the judge accepts the schedules that it comes with. */
class PlanCostTest {
  private static final FusionRules FREE = new FusionRules(false, true, 64, true);

  @Test
  void smallNetworksOfAllKindsOfLayersExpandAsInTheModel() {
    int possible = 0;
    for (long seed = 0; seed < 120; seed++) {
      possible +=
          walk(RandomFusionNetworks.problem(seed, 3 + (int) (seed % 8), FREE, Objective.LATENCY, 4096), seed, 25, 1);
    }
    assertThat(possible).as("plans that have a schedule").isGreaterThan(500);
  }

  @ParameterizedTest
  @CsvSource({"resnet50,2", "gpt2-small-prefill,1", "gpt2-small-decode,4"})
  void networksExpandAsInTheModel(String name, int batch) {
    FusionProblem problem =
        new FusionProblem(
            name, FusionNetworks.byName(name, OptionalInt.empty()).orElseThrow(), batch,
            new PolarCore(4, 512, 8 << 20, 256), 16, new FusionRules(false, true, 256 << 10, true), Objective.LATENCY);

    assertThat(walk(problem, 5, 30, 3)).as("plans that have a schedule").isGreaterThan(3);
  }

  /** Compares along a random walk; the number of plans that have a schedule. */
  private static int walk(FusionProblem problem, long seed, int steps, int changes) {
    LayerGraph graph = new LayerGraph(problem.network());
    SplittableRandom random = new SplittableRandom(seed);
    Limits limits = new Limits(Duration.ofSeconds(100), 0, 1, 1, true, 64);
    PlanCost cost =
        new PlanCost(problem, graph, new LayerCosts(problem.network(), problem.core()), Effort.of(limits, 1, () -> false));
    Moves moves = new Moves(problem, graph, random);
    PlanExpansion model = new PlanExpansion(problem);
    Starts starts = new Starts(problem, graph, cost.tiledGroups(), () -> false);
    Genes last = starts.layerByLayer();
    int schedules = 0;
    for (int i = 0; i < steps; i++) {
      Genes genes = last.copy();
      for (int k = 0; k < changes; k++) {
        moves.change(genes);
      }
      boolean possible = cost.layout().lay(genes, PlanCost.MOST_TILES);
      Expansion expansion = model.expand(genes.plan());
      if (cost.layout().tileCount <= PlanCost.MOST_TILES) {
        assertThat(possible).as("possible: %s", genes.plan()).isEqualTo(expansion.violations().isEmpty());
      }
      if (possible && compare(problem, cost, genes, expansion.orThrow())) {
        schedules++;
        last = genes;
      }
    }
    return schedules;
  }

  private static boolean compare(FusionProblem problem, PlanCost cost, Genes genes, Expansion.Expanded expanded) {
    PlanLayout layout = cost.layout();
    DramScheduleProblem instance = expanded.schedule();
    assertThat(layout.computeCycles).isEqualTo(expanded.computeCycles());
    assertThat(layout.dramCycles).isEqualTo(expanded.dramCycles());
    assertThat(layout.dramBytes).isEqualTo(expanded.dramBytes());
    assertThat(layout.femtojoules).isEqualTo(expanded.energyFemtojoules());
    assertThat(layout.tileCount).isEqualTo(instance.tiles().size());
    assertThat(layout.tensorCount).isEqualTo(instance.tensors().size());
    long latency = cost.best(genes, PlanCost.TOO_MUCH - 1);
    Streams streams = Streams.of(instance);
    for (int q = 0; q < streams.tiles(); q++) {
      assertThat(cost.streams().freeBytes(q)).as("free bytes at tile %d", q).isEqualTo(streams.freeBytes(q));
    }
    if (latency == PlanCost.TOO_MUCH) {
      return false;
    }
    FusionMapping mapping = cost.mapping(genes);
    Evaluation evaluation = new DramScheduleEvaluator().evaluate(instance, mapping.schedule());
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(latency);
    assertThat(mapping.plan()).isEqualTo(genes.plan());
    assertThat(problem.objective().of(latency, expanded.energyFemtojoules())).isEqualTo(latency);
    return true;
  }
}
