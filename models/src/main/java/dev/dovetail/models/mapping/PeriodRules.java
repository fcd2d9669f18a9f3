package dev.dovetail.models.mapping;

import dev.dovetail.models.Findings;
import dev.dovetail.models.allocation.Schedule;
import java.util.stream.LongStream;

/** The rule of the period: samples that begin so many cycles apart do not meet. */
final class PeriodRules {
  private final NetworkMapping mapping;
  private final Findings findings;

  PeriodRules(MappingProblem problem, NetworkMapping mapping, Findings findings) {
    this.mapping = mapping;
    this.findings = findings;
  }

  void check() {
    long latency = latency(mapping.schedule());
    if (mapping.periodCycles() < Math.max(1, latency)) {
      findings.add("period", "mapping", "The period (%d) must be at least the latency (%d).", mapping.periodCycles(), latency);
    }
  }

  /** The last end of a task or transfer. */
  static long latency(Schedule schedule) {
    return LongStream.concat(
        schedule.tasks().stream().mapToLong(Schedule.Task::end), schedule.transfers().stream().mapToLong(Schedule.Transfer::end))
        .max().orElse(0);
  }
}
