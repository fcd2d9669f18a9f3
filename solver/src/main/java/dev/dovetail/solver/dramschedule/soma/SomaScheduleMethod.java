package dev.dovetail.solver.dramschedule.soma;

import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.SplittableRandom;

/** {@code soma-sa} of kind {@code dram-schedule}: the second stage of SoMa on the given plan, from the double-buffer schedule. */
public final class SomaScheduleMethod implements Method<DramScheduleProblem, DramSchedule> {
  /** The name in all kinds. */
  public static final String NAME = "soma-sa";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "SoMa's second stage (HPCA 2025): simulated annealing of order and residency from the double-buffer schedule";
  }

  @Override
  public Outcome solve(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
    SplittableRandom random = new SplittableRandom(limits.seed());
    long rounds = ScheduleAnnealing.ROUNDS_PER_TENSOR * problem.tensors().size();
    long found =
        new ScheduleAnnealing(
            problem, random, listener::shouldStop, (schedule, latency) -> listener.incumbent(schedule, latency, NAME))
                .run(rounds);
    if (found == Long.MAX_VALUE) {
      return new Outcome(
          Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "the double-buffer schedule, from which it starts, is not executable");
    }
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        "annealed for %d rounds".formatted(rounds));
  }
}
