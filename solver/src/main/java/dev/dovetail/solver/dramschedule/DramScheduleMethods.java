package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.dramschedule.soma.SomaScheduleMethod;
import java.util.List;

/** Every method that answers kind {@code dram-schedule}, in the order in which they are listed. */
public final class DramScheduleMethods {
  private DramScheduleMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<DramScheduleProblem, DramSchedule>> all() {
    return List.of(new DoubleBufferMethod(), new SomaScheduleMethod(), new ListSearchMethod());
  }
}
