package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/** The double-buffer schedule as it stands: the baseline of every comparison. */
final class DoubleBufferMethod implements Method<DramScheduleProblem, DramSchedule> {
  @Override
  public String name() {
    return "double-buffer";
  }

  @Override
  public String description() {
    return "baseline: loads one tile ahead, stores one tile behind";
  }

  @Override
  public Outcome solve(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
    DramSchedule schedule = DefaultSchedule.of(problem);
    Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, schedule);
    if (!evaluation.isExecutable()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "the double-buffer schedule is not executable: " + evaluation.violations().get(0));
    }
    listener.incumbent(schedule, evaluation.objective(), name());
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "one schedule");
  }
}
