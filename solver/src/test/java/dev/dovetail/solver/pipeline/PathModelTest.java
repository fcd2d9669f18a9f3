package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.pipeline.PathEncoding;
import dev.dovetail.encodings.pipeline.PathModel;
import dev.dovetail.encodings.pipeline.PathSpace;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The path model on both backends against enumeration. */
class PathModelTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, true, 1024);
  private static final List<int[]> MESHES =
      List.of(new int[] {2, 2, 4}, new int[] {3, 2, 3}, new int[] {1, 4, 4}, new int[] {2, 3, 3});

  @Test
  void bothBackendsFindTheOptimumOfEveryShapeAndObjective() {
    for (Shape shape : Shape.values()) {
      for (PipelineObjective objective : List.of(PipelineObjective.TOTAL, PipelineObjective.THROUGHPUT,
          PipelineObjective.LATENCY)) {
        for (int seed = 100; seed < 106; seed++) {
          PipelineProblem problem = random(seed, shape, objective, seed % 3 > 0);
          long optimum = TinyMeshes.optimum(problem);
          PathModel model = new PathEncoding().encode(problem);
          assertOptimum(problem, model, new CpSatBackend(), optimum);
          if (seed % 2 == 0) {
            assertOptimum(problem, model, new ChocoBackend(), optimum);
          }
        }
      }
    }
  }

  @Test
  void whatIsFilteredByPotentialsAndStatedTwiceChangesNoOptimumAndNothingIsBelow() {
    for (int seed = 200; seed < 212; seed++) {
      PipelineProblem problem = random(seed, Shape.RECTANGLES, PipelineObjective.TOTAL, true);
      long optimum = TinyMeshes.optimum(problem);
      ChainProgramme chain = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE);
      assertOptimum(problem, new PathModel(PathSpace.of(chain, optimum * 100), false), new CpSatBackend(), optimum);
      assertOptimum(problem, new PathModel(PathSpace.of(chain, optimum), false), new CpSatBackend(), optimum);
      assertOptimum(problem, new PathModel(PathSpace.of(chain, optimum), true), new CpSatBackend(), optimum);
      PathModel below = new PathModel(PathSpace.of(chain, optimum - 1), true);
      BackendResult result = new CpSatBackend().solve(below.model(), LIMITS, BackendListener.SILENT);
      assertThat(result.solution().map(below.model()::objectiveOf)).as("%s below %d", problem.name(), optimum)
          .satisfiesAnyOf(o -> assertThat(o).isEmpty(), o -> assertThat(o.orElseThrow()).isGreaterThanOrEqualTo(optimum));
    }
  }

  @Test
  void aSegmentAloneIsInfeasibleOneCycleBelowItsOptimum() {
    for (int seed = 300; seed < 310; seed++) {
      PipelineProblem problem = random(seed, Shape.RECTANGLES, PipelineObjective.TOTAL, true);
      ChainProgramme chain = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE);
      int last = chain.segments().longest(0);
      long most = chain.segments().cost(0, last) * 10;
      PathModel model = new PathModel(PathSpace.ofSegment(chain, 0, last, most), true);
      BackendResult best = new CpSatBackend().solve(model.model(), LIMITS, BackendListener.SILENT);
      assertThat(best.proof()).isEqualTo(Proof.OPTIMAL);
      PathModel below = new PathModel(PathSpace.ofSegment(chain, 0, last, best.objective() - 1), true);
      assertThat(new CpSatBackend().solve(below.model(), LIMITS, BackendListener.SILENT).proof()).isEqualTo(Proof.INFEASIBLE);
      assertThat(new ChocoBackend().solve(below.model(), LIMITS, BackendListener.SILENT).proof()).isEqualTo(Proof.INFEASIBLE);
    }
  }

  @Test
  void theTurnedMeshHasTheSameOptimum() {
    for (int seed = 400; seed < 406; seed++) {
      PipelineProblem wide = TinyMeshes.random(seed, 3, 2, 3, Shape.RECTANGLES, PipelineObjective.TOTAL, true);
      PipelineProblem tall = TinyMeshes.random(seed, 2, 3, 3, Shape.RECTANGLES, PipelineObjective.TOTAL, true);
      assertThat(objective(new PathEncoding().encode(wide))).isEqualTo(objective(new PathEncoding().encode(tall)));
    }
  }

  @Test
  void thePlanThatWasDecodedIsACompleteHintOfTheSameCost() {
    for (Shape shape : Shape.values()) {
      for (int seed = 500; seed < 510; seed++) {
        PipelineProblem problem = random(seed, shape, PipelineObjective.TOTAL, seed % 3 > 0);
        PathModel model = new PathEncoding().encode(problem);
        BackendResult result = new CpSatBackend().solve(model.model(), LIMITS, BackendListener.SILENT);
        Assignment hint = model.hint(model.decode(result.solution().orElseThrow()));
        assertThat(model.model().check(hint)).isEmpty();
        assertThat(model.model().objectiveOf(hint)).isEqualTo(result.objective());
        ConstraintModel hinted = model.model().withHint(hint);
        assertThat(new CpSatBackend().solve(hinted, LIMITS, BackendListener.SILENT).hintRejected()).isFalse();
      }
    }
  }

  private static PipelineProblem random(int seed, Shape shape, PipelineObjective objective, boolean idle) {
    int[] mesh = MESHES.get(seed % MESHES.size());
    return TinyMeshes.random(seed, mesh[0], mesh[1], mesh[2], shape, objective, idle);
  }

  private static long objective(PathModel model) {
    return new CpSatBackend().solve(model.model(), LIMITS, BackendListener.SILENT).objective();
  }

  private static void assertOptimum(PipelineProblem problem, PathModel model, Backend backend, long optimum) {
    BackendResult result = backend.solve(model.model(), LIMITS, BackendListener.SILENT);
    String what = "%s %s %s of %s".formatted(backend.name(), problem.switches().shape(), problem.objective(), problem.name());
    assertThat(result.proof()).as("%s: %s", what, result.detail()).isEqualTo(Proof.OPTIMAL);
    assertThat(result.objective()).as(what).isEqualTo(optimum);
    PipelinePlan plan = model.decode(result.solution().orElseThrow());
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    assertThat(evaluation.violations()).as(what).isEmpty();
    assertThat(evaluation.objective()).as(what).isEqualTo(optimum);
  }
}
