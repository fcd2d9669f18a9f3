package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/** {@code greedy}: the greedy scheduler in every order, with one, two and all candidate routes of each message. */
final class GreedyMethod implements Method<LinkSlotsProblem, SlotTable> {
  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public String description() {
    return "places one message after the other as early as possible, in several orders";
  }

  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    BufferedFlood.Flooded waiting = BufferedFlood.best(problem, limits.seed(), 4, listener.bestBound(), listener::shouldStop);
    if (waiting != null) {
      listener.incumbent(waiting.table(), waiting.objective(), name() + " with waits");
    }
    long known = waiting == null ? Long.MAX_VALUE : waiting.objective();
    SlotInstance instance = new SlotInstance(problem, RouteOptions.forSearch(problem));
    GreedyOrders orders = new GreedyOrders(instance, limits.seed());
    orders.run((plan, order) -> {
      if (plan.objective() < known) {
        listener.incumbent(plan.table(), plan.objective(), name() + " " + order);
      }
    }, listener::shouldStop);
    return listener.shouldStop()
        ? new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped")
        : new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "all orders tried");
  }
}
