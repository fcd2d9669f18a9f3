package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/** {@code lns}: {@link SlotSearch} over candidate routes until the limit. */
final class LocalSearchMethod implements Method<LinkSlotsProblem, SlotTable> {
  @Override
  public String name() {
    return "lns";
  }

  @Override
  public String description() {
    return "greedy, then messages are put where those in their way weigh least and thrown out again, at falling targets";
  }

  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    new SlotSearch(problem, RouteOptions.forSearch(problem)).run(limits.time(), limits, listener, name());
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "searched");
  }
}
