package dev.dovetail.solver.mapping;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;

/** The best staged answer: fusion groups first, by DRAM traffic and memory alone, then cores, tiles, order and slots with these groups. */
final class StagedMethod extends NamedMethod<MappingProblem, NetworkMapping> {
  static final String NAME = "staged";

  StagedMethod() {
    super(NAME,
        "fusion alone (label setting over groups), then allocation alone with these groups: the baseline of the joint search");
  }

  @Override
  public Outcome solve(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    if (problem.barriers()) {
      throw new BadInputException("Groups with barriers are chosen and scheduled in one: there is nothing staged about them.",
          "leave --barriers out, or choose another --solver.");
    }
    Listener<Schedule> schedules = problem.objective() == MappingObjective.THROUGHPUT
        ? new PeriodListener(problem, listener)
        : new ScheduleListener(problem, listener);
    boolean found = !new StagedSearch(problem, limits, schedules, () -> false).run().isEmpty();
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
        found ? "searched" : "no schedule of the chosen groups fits the memories");
  }
}
