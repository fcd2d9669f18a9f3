package dev.dovetail.solver.cli;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Environment;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.registry.Methods;
import java.util.List;

/** What the real command line works with. */
final class StandardToolbox implements Toolbox {
  @Override
  public List<KindMethods<?, ?>> kinds() {
    return Methods.kinds();
  }

  @Override
  public KindMethods<AllocationProblem, Schedule> allocation() {
    return Methods.allocation();
  }

  @Override
  public Environment environment() {
    return Environment.system();
  }
}
