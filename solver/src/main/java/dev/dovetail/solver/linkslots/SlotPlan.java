package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes and starts of all messages, complete and without conflict.
 *
 * @param routes by message
 * @param starts by message, slots
 * @param objective the makespan, or the sum of weighted finishes
 */
record SlotPlan(TimedRoute[] routes, long[] starts, long objective) {
  /** A plan of one instance with its objective. */
  static SlotPlan of(SlotInstance instance, TimedRoute[] routes, long[] starts) {
    long makespan = 0;
    long sum = 0;
    for (int m = 0; m < starts.length; m++) {
      long finish = starts[m] + routes[m].finish();
      makespan = Math.max(makespan, finish);
      sum = Math.addExact(sum, Math.multiplyExact(instance.message(m).weight(), finish));
    }
    return new SlotPlan(routes.clone(), starts.clone(), instance.isWeighted() ? sum : makespan);
  }

  /** As a mapping. */
  SlotTable table() {
    List<Transmission> transmissions = new ArrayList<>(starts.length);
    for (int m = 0; m < starts.length; m++) {
      transmissions.add(new Transmission(m, routes[m].edges(), starts[m]));
    }
    return new SlotTable(transmissions);
  }
}
