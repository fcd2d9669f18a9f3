package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Injects messages on given routes in a given order, each in the first slot in which its links are free.
 *
 * <p>Role: the greedy scheduler for searches that decide routes and order themselves. Not for several threads at a time.
 */
public final class InOrder {
  private final GreedyScheduler scheduler;
  private final SlotInstance instance;

  /**
   * A complete answer.
   *
   * @param objective makespan, or sum of weighted finishes
   * @param table routes and slots
   */
  public record Placed(long objective, SlotTable table) {}

  /** For one problem whose messages are sent once. */
  public InOrder(LinkSlotsProblem problem) {
    this.instance = new SlotInstance(problem, new RouteOptions(problem, 1));
    this.scheduler = new GreedyScheduler(instance);
  }

  /**
   * Injects all messages; one that must wait for others comes after them, whatever the order says.
   *
   * @param routes by message
   * @param order message indices
   * @param stop asked now and then
   * @return empty if a deadline cannot be met in this order, or if it was stopped
   */
  public Optional<Placed> place(TimedRoute[] routes, int[] order, BooleanSupplier stop) {
    TimedRoute[][] options = new TimedRoute[routes.length][];
    for (int m = 0; m < routes.length; m++) {
      options[m] = new TimedRoute[] {routes[m]};
    }
    return scheduler.schedule(order, options, stop).map(plan -> new Placed(plan.objective(), plan.table()));
  }
}
