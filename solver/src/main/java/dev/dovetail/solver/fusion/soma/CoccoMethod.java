package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.fusion.DoubleBuffering;
import java.util.SplittableRandom;

/**
 * {@code cocco-like}: fusion as in Cocco (ASPLOS 2024), where every fusion group begins and ends in DRAM, under double buffering; searched as
 * SoMa's first stage searches. Cocco's own way to choose tiles is another one, so this is a baseline of the same space, not that program.
 */
final class CoccoMethod implements Method<FusionProblem, FusionMapping> {
  @Override
  public String name() {
    return "cocco-like";
  }

  @Override
  public String description() {
    return "fusion groups without sub-groups, double-buffered: SoMa's first annealing in the space of Cocco (ASPLOS 2024)";
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    LayerCosts costs = new LayerCosts(problem.network(), problem.core());
    PlanReporter reporter = new PlanReporter(problem, costs, listener, name());
    PlanAnnealing.Found found =
        new PlanAnnealing(
            problem,
            new DoubleBuffering(problem, costs),
            false,
            new SplittableRandom(limits.seed()),
            listener::shouldStop,
            reporter::passing)
                .run(problem.core().bufferBytes());
    if (found == null) {
      return new Outcome(
          Outcome.Termination.COMPLETE,
          Outcome.Proof.NONE,
          "its initial plan, every layer by itself, does not fit the buffer (%d bytes)".formatted(problem.core().bufferBytes()));
    }
    reporter.last(found);
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        "annealed for %d rounds".formatted(PlanAnnealing.rounds(problem)));
  }
}
