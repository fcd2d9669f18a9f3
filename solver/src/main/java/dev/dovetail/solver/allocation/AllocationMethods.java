package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Method;
import java.util.List;

/** Every method that answers kind {@code allocation}, in the order in which they are listed. */
public final class AllocationMethods {
  private AllocationMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<AllocationProblem, Schedule>> all() {
    return List.of(new SearchMethod(false), new SearchMethod(true));
  }
}
