package dev.dovetail.solver.dramschedule;

import dev.dovetail.encodings.dramschedule.DramScheduleEncoding;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.dramschedule.soma.SomaScheduleMethod;
import dev.dovetail.solver.process.ProcessBackend;
import java.util.List;

/** Every method that answers kind {@code dram-schedule}, in the order in which they are listed. */
public final class DramScheduleMethods {
  private DramScheduleMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<DramScheduleProblem, DramSchedule>> all() {
    return List.of(new DoubleBufferMethod(), new SomaScheduleMethod(), new ListSearchMethod(), new BranchAndBoundMethod(),
        new ConstraintMethod(
            "cp-sat",
            "list search, then OR-Tools CP-SAT on order-encoded residencies: proves the optimum",
            new DramScheduleEncoding(),
            250_000,
            () -> new ProcessBackend(new CpSatBackend())),
        new ConstraintMethod(
            "choco",
            "list search, then Choco on order-encoded residencies with literals for the order on the channel",
            new DramScheduleEncoding(true),
            20_000,
            () -> new ProcessBackend(new ChocoBackend())));
  }
}
