package dev.dovetail.solver.cli;

import dev.dovetail.solver.Environment;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Methods;
import java.util.List;

/** What the real command line works with. */
final class StandardToolbox implements Toolbox {
  @Override
  public List<KindMethods<?, ?>> kinds() {
    return Methods.kinds();
  }

  @Override
  public Environment environment() {
    return Environment.system();
  }
}
