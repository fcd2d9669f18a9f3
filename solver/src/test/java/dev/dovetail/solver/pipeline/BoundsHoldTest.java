package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.bounds.PipelineBounds;
import dev.dovetail.models.pipeline.bounds.SegmentRelaxation;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No bound exceeds the least cost of tiny problems, under any switches and objective, on chiplets of one or two types, on meshes. */
class BoundsHoldTest {
  @Test
  void onChipletsThatAreAlike() {
    for (long seed = 0; seed < 250; seed++) {
      check(new RandomPipelines(seed).switched(4, 5), new TreeMap<>());
    }
  }

  @Test
  void onChipletsOfTwoTypes() {
    for (long seed = 0; seed < 150; seed++) {
      check(new RandomPipelines(seed).heterogeneous(4, 5), new TreeMap<>());
    }
  }

  @Test
  void onStripsAndRectangles() {
    for (long seed = 0; seed < 150; seed++) {
      check(new RandomPipelines(seed).meshed(4, seed % 2 == 0), new TreeMap<>());
    }
  }

  @Test
  void whereTheDramIsSmallTheyAreInfeasibleWhenTheOracleSaysSo() {
    int infeasible = 0;
    for (long seed = 0; seed < 150; seed++) {
      PipelineProblem problem = new RandomPipelines(seed).crowded(4, 5);
      if (ExhaustiveMethodTest.optimum(problem) == Long.MAX_VALUE) {
        assertThatThrownBy(() -> new PipelineBounds().of(problem)).isInstanceOf(InfeasibleException.class);
        infeasible++;
      } else {
        check(problem, new TreeMap<>());
      }
    }
    assertThat(infeasible).isBetween(10, 140);
  }

  /**
   * A campaign over all three families, with how often each bound is the least cost.
   *
   * @param args how many problems, most layers, most chiplets
   */
  public static void main(String[] args) {
    Map<String, Integer> tight = new TreeMap<>();
    for (long seed = 0; seed < Integer.parseInt(args[0]); seed++) {
      int layers = Integer.parseInt(args[1]);
      int chiplets = Integer.parseInt(args[2]);
      RandomPipelines random = new RandomPipelines(seed);
      check(seed % 3 == 0
          ? random.switched(layers, chiplets)
          : seed % 3 == 1
              ? random.heterogeneous(layers, chiplets)
              : random.meshed(layers, seed % 2 == 0),
          tight);
    }
    System.out.println(tight);
  }

  private static void check(PipelineProblem problem, Map<String, Integer> tight) {
    long optimum = ExhaustiveMethodTest.optimum(problem);
    for (LowerBound bound : new PipelineBounds().of(problem)) {
      assertThat(bound.value()).as("%s of %s", bound, problem).isLessThanOrEqualTo(optimum);
      tight.merge(bound.name() + (bound.value() == optimum ? " is the least cost" : " is lower"), 1, Integer::sum);
    }
    if (problem.objective() != PipelineObjective.ENERGY) {
      assertThat(new SegmentRelaxation(problem).total()).as("segment relaxation of %s", problem).isLessThanOrEqualTo(optimum);
    }
  }
}
