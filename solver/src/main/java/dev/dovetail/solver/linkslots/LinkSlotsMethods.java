package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.linkslots.periodic.PeriodicMethods;
import java.util.List;

/** Every method that answers kind {@code link-slots}, in the order in which they are listed. */
public final class LinkSlotsMethods {
  private LinkSlotsMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<LinkSlotsProblem, SlotTable>> all() {
    return PeriodicMethods.covering(List.of(new GreedyMethod()));
  }
}
