package dev.dovetail.solver.mapping;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.TradeOff;
import java.util.stream.LongStream;

/** Hears schedules of one sample, and tells of the mappings that they are: their finest fusion groups, and samples that do not overlap. */
final class ScheduleListener implements Listener<Schedule> {
  private final MappingProblem problem;
  private final Listener<NetworkMapping> listener;

  ScheduleListener(MappingProblem problem, Listener<NetworkMapping> listener) {
    this.problem = problem;
    this.listener = listener;
  }

  @Override
  public void incumbent(Schedule schedule, long objective, String source) {
    listener.incumbent(mapping(schedule), objective, source);
  }

  private NetworkMapping mapping(Schedule schedule) {
    long latency = LongStream.concat(
        schedule.tasks().stream().mapToLong(Schedule.Task::end), schedule.transfers().stream().mapToLong(Schedule.Transfer::end))
        .max().orElse(1);
    return new NetworkMapping(FusionGroups.of(problem, schedule), schedule, latency);
  }

  @Override
  public void bound(LowerBound bound) {
    listener.bound(bound);
  }

  @Override
  public void claim(Claim claim) {
    listener.claim(claim);
  }

  @Override
  public void front(Front<Schedule> front) {
    listener.front(new Front<>(
        front.points().stream()
            .map(p -> new TradeOff<>(mapping(p.mapping()), p.latencyCycles(), p.energyFemtojoules(), p.energyBound(), p.source()))
            .toList(),
        front.isComplete(), front.completeWithin()));
  }

  @Override
  public long bestObjective() {
    return listener.bestObjective();
  }

  @Override
  public long bestBound() {
    return listener.bestBound();
  }

  @Override
  public boolean shouldStop() {
    return listener.shouldStop();
  }
}
