package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/**
 * {@code metro-ea}: METRO's search for routes and injection slots, as far as its paper says how; the rest is reconstructed, so that no number
 * of it is METRO's.
 *
 * <p>Evolved are, for each message, up to two intermediate nodes on the way to its hub, and the order of injection; each message is injected in
 * the first slot that is free. Source: arXiv 2108.10570.
 */
public final class MetroMethod implements Method<LinkSlotsProblem, SlotTable> {
  @Override
  public String name() {
    return "metro-ea";
  }

  @Override
  public String description() {
    return "METRO's evolutionary search, reconstructed: dual-phase routes, injection order, earliest slots";
  }

  /**
   * Evolves.
   *
   * @throws BadInputException if the problem is none that METRO's search is defined for
   */
  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    Goal goal = problem.rules().goal();
    if (problem.isPeriodic() || goal == Goal.PERIOD || goal == Goal.DEADLINE) {
      throw new BadInputException(
          "The method (metro-ea) cannot answer the problem (%s): it knows no periods, and minimises makespan or weighted finish alone."
              .formatted(problem.name()),
          "use --solver greedy or lns.");
    }
    Evolution evolution = new Evolution(problem, routing(problem), limits, listener);
    int generations = evolution.run();
    String detail = "reconstructed; %d generations of %d".formatted(generations, Evolution.POPULATION);
    if (!evolution.foundOne()) {
      detail += "; none met all deadlines";
    }
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, detail);
  }

  private static Routing routing(LinkSlotsProblem problem) {
    if (problem.rules().routes() != RoutePolicy.FREE) {
      return new CandidateRouting(problem);
    }
    DualPhaseRouting routing = new DualPhaseRouting(problem);
    if (!routing.hasPositions()) {
      throw new BadInputException(
          "The method (metro-ea) cannot route on the network of the problem (%s): its tiles have no positions in rows and columns."
              .formatted(problem.name()),
          "give the tiles x and y, allow shortest routes alone (routes: shortest), or use --solver greedy or lns.");
    }
    return routing;
  }
}
