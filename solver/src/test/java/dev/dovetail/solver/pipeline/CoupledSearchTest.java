package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The methods {@code cp-sat} and {@code choco} against enumeration on tiny meshes. */
class CoupledSearchTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, true, 1024);
  private static final List<int[]> MESHES =
      List.of(new int[] {2, 2, 4}, new int[] {3, 2, 4}, new int[] {1, 4, 5}, new int[] {3, 3, 3}, new int[] {2, 3, 5});

  @Test
  void tinyProblemsOfAllShapesAreSolvedToTheOptimum() {
    int merged = 0;
    for (Shape shape : Shape.values()) {
      for (PipelineObjective objective : List.of(PipelineObjective.TOTAL, PipelineObjective.THROUGHPUT,
          PipelineObjective.LATENCY)) {
        for (int seed = 0; seed < 15; seed++) {
          int[] mesh = MESHES.get(seed % MESHES.size());
          PipelineProblem problem = TinyMeshes.random(seed, mesh[0], mesh[1], mesh[2], shape, objective, seed % 4 < 3);
          merged += assertSolved(problem, seed % 2 == 0);
        }
      }
    }
    assertThat(merged).as("plans with a segment of several clusters").isGreaterThan(30);
  }

  @Test
  void plansWhoseTransfersTakeLinksHaveSlotsAndCostAtLeastThoseWithout() {
    int withSlots = 0;
    int longer = 0;
    for (Shape shape : Shape.values()) {
      for (int seed = 600; seed < 610; seed++) {
        int[] mesh = MESHES.get(seed % MESHES.size());
        PipelineProblem free = TinyMeshes.random(seed, mesh[0], mesh[1], mesh[2], shape, PipelineObjective.TOTAL, seed % 4 < 3);
        PipelineSwitches s = free.switches();
        PipelineProblem problem =
            free.with(new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(),
                s.graph(), shape, false, false, s.idle(), false, true));
        JudgingListener<PipelinePlan> heard = new JudgingListener<>(plan -> new PipelineEvaluator().evaluate(problem, plan), 0);
        new ConstraintMethod("test", "", CpSatBackend::new).solve(problem, LIMITS, heard);
        assertThat(heard.mappings()).isNotEmpty();
        assertThat(heard.bestBound()).isLessThanOrEqualTo(heard.bestObjective());
        long without = TinyMeshes.optimum(free);
        assertThat(heard.bestObjective()).isGreaterThanOrEqualTo(without);
        assertThat(heard.bestBound()).isGreaterThanOrEqualTo(without);
        PipelinePlan best = heard.mappings().get(heard.mappings().size() - 1);
        withSlots += best.segments().stream().anyMatch(x -> x.traffic() != null) ? 1 : 0;
        longer += heard.bestObjective() > without ? 1 : 0;
      }
    }
    assertThat(withSlots).as("plans with slots").isGreaterThan(5);
    assertThat(longer).as("plans that wait for links").isPositive();
  }

  private static int assertSolved(PipelineProblem problem, boolean cpSat) {
    JudgingListener<PipelinePlan> heard = new JudgingListener<>(plan -> new PipelineEvaluator().evaluate(problem, plan), 0);
    ConstraintMethod method = new ConstraintMethod("test", "", cpSat ? CpSatBackend::new : ChocoBackend::new);
    Outcome outcome = method.solve(problem, LIMITS, heard);
    String what = problem.name() + " " + problem.switches() + " " + problem.objective() + " " + problem.module().mesh();
    assertThat(heard.bestObjective()).as(what).isEqualTo(TinyMeshes.optimum(problem));
    assertThat(heard.bestBound()).as(what).isEqualTo(heard.bestObjective());
    assertThat(outcome.proof()).as(what).isEqualTo(Outcome.Proof.OPTIMAL);
    PipelinePlan best = heard.mappings().get(heard.mappings().size() - 1);
    return best.segments().stream().anyMatch(s -> s.clusters().size() > 1) ? 1 : 0;
  }
}
