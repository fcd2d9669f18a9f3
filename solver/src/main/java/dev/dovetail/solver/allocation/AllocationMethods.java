package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.process.ProcessBackend;
import java.util.List;

/** Every method that answers kind {@code allocation}, in the order in which they are listed. */
public final class AllocationMethods {
  private AllocationMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<AllocationProblem, Schedule>> all() {
    return List.of(
        new SearchMethod(false),
        new SearchMethod(true),
        new ConstraintMethod(
            "cp-sat",
            "local search, then OR-Tools CP-SAT: one model of a small problem, windows of a large schedule",
            new JointEncoding(),
            () -> new ProcessBackend(new CpSatBackend())),
        new ConstraintMethod(
            "choco",
            "local search, then Choco: one model of a small problem, windows of a large schedule",
            new JointEncoding(true),
            () -> new ProcessBackend(new ChocoBackend())),
        new ExhaustiveMethod());
  }

  /**
   * Local search for a stream of samples: schedules of one sample whose busiest core or channel has least to do. It tells that, and a
   * little of the latency, as their objective.
   */
  public static Method<AllocationProblem, Schedule> forStream() {
    return new SearchMethod(true, true, List.of());
  }
}
