package dev.dovetail.benchmarks.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomDagTest {
  @Test
  void theSameSeedGivesTheSameInstance() {
    assertThat(RandomDag.problem(30, 4, 50, 7)).isEqualTo(RandomDag.problem(30, 4, 50, 7));
    assertThat(RandomDag.problem(30, 4, 50, 7).workload().layers())
        .isNotEqualTo(RandomDag.problem(30, 4, 50, 8).workload().layers());
  }

  @Test
  void everyTaskIsOnePieceAndRunsOnEveryCore() {
    AllocationProblem problem = RandomDag.problem(100, 8, 50, 1);

    assertThat(problem.workload().layers()).hasSize(100);
    for (Layer layer : problem.workload().layers()) {
      assertThat(layer.rowAxis()).isNegative();
      assertThat(layer.channelAxis()).isNegative();
      for (Core core : problem.accelerator().cores()) {
        long cycles = problem.costs().points(problem.workload(), layer, layer.outputBox(), core).get(0).cycles();
        // base 100 to 1,000, factor 0.5 to 1.5
        assertThat(cycles).isBetween(50L, 1_500L);
        assertThat(problem.costs().floor(problem.workload(), layer, core).orElseThrow().cycles()).isEqualTo(cycles);
      }
    }
  }

  @Test
  void whatNobodyReadsIsAnOutput() {
    AllocationProblem problem = RandomDag.problem(100, 8, 50, 1);
    Map<String, Integer> readers = new HashMap<>();
    problem.workload().layers().forEach(l -> l.operands().forEach(o -> readers.merge(o.tensor(), 1, Integer::sum)));

    for (Layer layer : problem.workload().layers()) {
      assertThat(problem.workload().tensor(layer.output()).isOutput()).as(layer.name())
          .isEqualTo(!readers.containsKey(layer.output()));
      assertThat(layer.operands()).as(layer.name()).hasSizeBetween(1, 3);
    }
  }

  @Test
  void aTileCostsItsShareRoundedUp() {
    AllocationProblem problem = RandomDag.problem(3, 2, 50, 1);
    Layer layer = problem.workload().layers().get(0);
    Core core = problem.accelerator().cores().get(0);
    long whole = problem.costs().floor(problem.workload(), layer, core).orElseThrow().cycles();
    int elements = layer.shape().get(0);
    // Two parts together cost the whole, or one more where both were rounded up.
    CostPoint head = problem.costs().points(problem.workload(), layer, layer.outputBox().with(0, 0, 10), core).get(0);
    CostPoint rest = problem.costs().points(problem.workload(), layer, layer.outputBox().with(0, 10, elements), core).get(0);

    assertThat(head.cycles() + rest.cycles()).isBetween(whole, whole + 1);
    assertThat(head.estimated()).isTrue();
    assertThat(head.cycles()).isEqualTo((whole * 10 + elements - 1) / elements);
  }
}
