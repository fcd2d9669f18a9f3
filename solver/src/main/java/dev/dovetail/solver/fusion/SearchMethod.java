package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.Optional;

/** {@code search}: annealing over plans, then over the lists that schedule the best one's DRAM tensors. */
final class SearchMethod implements Method<FusionProblem, FusionMapping> {
  private static final double SHARE_OF_PLANS = 0.88;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String description() {
    return "annealing over order, cuts and tile counts, each plan judged by a decoded DRAM schedule";
  }

  @Override
  public Optional<Method<FusionProblem, FusionMapping>> tradingOff(int points) {
    return Optional.of(new FrontMethod(name(), points));
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    JointSearch search = new JointSearch(problem, limits, listener);
    boolean found = search.run(SHARE_OF_PLANS, 1).isPresent();
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        found ? "searched" : JointSearch.NOTHING);
  }
}
