package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan that needs no table: there is one under any switches, and a method that is stopped at once still has it. */
class FirstPlanTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, true, 1024);

  private static JudgingListener<PipelinePlan> listener(PipelineProblem problem) {
    return new JudgingListener<>(plan -> new PipelineEvaluator().evaluate(problem, plan), Long.MIN_VALUE);
  }

  @Test
  void layersRunOneAfterAnotherUnderAnySwitches() {
    for (long seed = 0; seed < 300; seed++) {
      RandomPipelines random = new RandomPipelines(seed);
      PipelineProblem problem = switch ((int) (seed % 3)) {
        case 0 -> random.switched(6, 8);
        case 1 -> random.heterogeneous(6, 8);
        default -> random.meshed(6, seed % 2 == 0);
      };
      JudgingListener<PipelinePlan> heard = listener(problem);
      FirstPlan.offer(problem, heard);
      assertThat(heard.mappings()).as("seed %d: %s", seed, problem).hasSize(1);
    }
  }

  @Test
  void aMethodThatIsStoppedAtOnceHasAPlan() {
    PipelineProblem problem = SmallPipelines.workedExample();
    var searches =
        PipelineMethods.all().stream().filter(m -> List.of("cp-sat", "choco", "dp", "thresholds").contains(m.name())).toList();
    assertThat(searches).hasSize(4);
    for (Method<PipelineProblem, PipelinePlan> method : searches) {
      JudgingListener<PipelinePlan> heard = new JudgingListener<>(p -> new PipelineEvaluator().evaluate(problem, p), 0) {
        @Override
        public boolean shouldStop() {
          return true;
        }
      };
      Outcome outcome = method.solve(problem, LIMITS, heard);
      assertThat(heard.mappings()).as(method.name()).isNotEmpty();
      assertThat(outcome.proof()).as(method.name()).isEqualTo(Outcome.Proof.NONE);
    }
  }
}
