package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import java.util.function.BooleanSupplier;

/** Places one message after another where it finishes earliest, in several orders; the one that leaves out the fewest counts. */
final class GreedyPlacement {
  private GreedyPlacement() {}

  /**
   * The best of all orders; stops at the first one that places all messages that have a route.
   *
   * @param stop asked before each order but the first
   */
  static Timetable of(PeriodicInstance instance, BooleanSupplier stop) {
    Timetable best = new Timetable(instance);
    int reachable = instance.size() - instance.leftOut().length;
    for (Orders.Named order : new Orders(instance).all()) {
      if (best.placed() == reachable || (best.placed() > 0 && stop.getAsBoolean())) {
        break;
      }
      Timetable table = place(instance, order.messages());
      if (table.placed() > best.placed()) {
        best = table;
      }
    }
    return best;
  }

  /** Messages in one order, each where it finishes earliest; those that find no place are left out. */
  static Timetable place(PeriodicInstance instance, int[] order) {
    Timetable table = new Timetable(instance);
    Insertion insertion = new Insertion(table);
    for (int m : order) {
      if (insertion.search(m, null, null, true)) {
        table.place(m, insertion.route(), insertion.start());
      }
    }
    return table;
  }
}
