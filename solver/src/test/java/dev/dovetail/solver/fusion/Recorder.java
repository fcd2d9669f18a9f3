package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.TradeOff;
import java.util.ArrayList;
import java.util.List;

/** Lets the judge recompute all that a method says. */
final class Recorder implements Listener<FusionMapping> {
  final List<FusionMapping> mappings = new ArrayList<>();
  final List<Claim> claims = new ArrayList<>();
  Front<FusionMapping> front = new Front<>(List.of(), false);
  private final FusionProblem problem;
  private long best = Long.MAX_VALUE;
  private long bound = Long.MIN_VALUE;

  Recorder(FusionProblem problem) {
    this.problem = problem;
  }

  @Override
  public void incumbent(FusionMapping mapping, long objective, String source) {
    Evaluation evaluation = new FusionEvaluator().evaluate(problem, mapping);
    assertThat(evaluation.violations()).as("%s of %s", source, problem.name()).isEmpty();
    assertThat(evaluation.objective()).as("%s of %s", source, problem.name()).isEqualTo(objective);
    mappings.add(mapping);
    best = Math.min(best, objective);
  }

  @Override
  public void bound(LowerBound lower) {
    bound = Math.max(bound, lower.value());
  }

  @Override
  public void claim(Claim claim) {
    claims.add(claim);
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

  @Override
  public long bestObjective() {
    return best;
  }

  @Override
  public long bestBound() {
    return bound;
  }

  @Override
  public boolean shouldStop() {
    return false;
  }
}
