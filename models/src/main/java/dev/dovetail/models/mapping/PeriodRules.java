package dev.dovetail.models.mapping;

import dev.dovetail.models.Findings;
import dev.dovetail.models.allocation.Repetition;
import dev.dovetail.models.allocation.Schedule;
import java.util.stream.LongStream;

/** The rule of the period: samples that begin so many cycles apart do not meet, see {@link Repetition}. */
final class PeriodRules {
  private final MappingProblem problem;
  private final NetworkMapping mapping;
  private final Findings findings;

  PeriodRules(MappingProblem problem, NetworkMapping mapping, Findings findings) {
    this.problem = problem;
    this.mapping = mapping;
    this.findings = findings;
  }

  /** Only for a schedule that is executable on its own. */
  void check() {
    new Repetition(problem.allocation(), mapping.schedule()).check(mapping.periodCycles(), findings);
  }

  /** The last end of a task or transfer. */
  static long latency(Schedule schedule) {
    return LongStream.concat(
        schedule.tasks().stream().mapToLong(Schedule.Task::end), schedule.transfers().stream().mapToLong(Schedule.Transfer::end))
        .max().orElse(0);
  }
}
