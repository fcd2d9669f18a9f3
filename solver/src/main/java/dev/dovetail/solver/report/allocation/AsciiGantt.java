package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.report.AsciiLanes;

/** Utilisation over time for a terminal: one line per core, then the busiest channels; see {@link AsciiLanes}. */
public final class AsciiGantt {
  private static final int MOST_CORES = 32;
  private static final int MOST_CHANNELS = 8;

  private AsciiGantt() {}

  /** The picture; ends with a line break. */
  public static String render(AllocationProblem problem, Schedule schedule) {
    ScheduleView view = new ScheduleView(problem, schedule);
    return new AsciiLanes(view.horizon())
        .busiest("core", view.cores(), MOST_CORES)
        .busiest("channel", view.channels(), MOST_CHANNELS)
        .render();
  }
}
