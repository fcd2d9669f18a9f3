package dev.dovetail.solver.cli;

import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Environment;
import dev.dovetail.solver.KindMethods;
import java.util.List;

/** What the command line works with; tests give it fake kinds, methods and clocks. */
interface Toolbox {
  /** Every problem kind with its methods. */
  List<KindMethods<?, ?>> kinds();

  /** The kind that {@code map} solves. */
  KindMethods<MappingProblem, NetworkMapping> mapping();

  /** Clock, interrupts and patience of a solve. */
  Environment environment();
}
