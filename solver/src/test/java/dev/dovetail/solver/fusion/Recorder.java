package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.TradeOff;
import java.util.List;

/** Lets the judge recompute all that a method says. */
final class Recorder extends JudgingListener<FusionMapping> {
  Front<FusionMapping> front = new Front<>(List.of(), false);
  private final FusionProblem problem;

  Recorder(FusionProblem problem) {
    super(mapping -> new FusionEvaluator().evaluate(problem, mapping), Long.MIN_VALUE);
    this.problem = problem;
  }

  @Override
  public void front(Front<FusionMapping> found) {
    for (TradeOff<FusionMapping> p : found.points()) {
      Evaluation evaluation = new FusionEvaluator().evaluate(problem, p.mapping());
      assertThat(evaluation.violations()).isEmpty();
      assertThat(evaluation.cost().get(TradeOff.LATENCY)).isEqualTo(p.latencyCycles());
      assertThat(evaluation.cost().get(TradeOff.ENERGY)).isEqualTo(p.energyFemtojoules());
    }
    front = found;
  }
}
