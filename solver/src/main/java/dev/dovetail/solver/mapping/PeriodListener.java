package dev.dovetail.solver.mapping;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Listener;

/**
 * Hears schedules of one sample, and tells of the mappings of a stream that they make: each is pipelined to as small a period as is found.
 * What is proved of one sample's latency says nothing of the period, and ends here.
 */
final class PeriodListener implements Listener<Schedule> {
  private final MappingProblem problem;
  private final Listener<NetworkMapping> listener;
  private final Object pipelining = new Object();

  PeriodListener(MappingProblem problem, Listener<NetworkMapping> listener) {
    this.problem = problem;
    this.listener = listener;
  }

  @Override
  public void incumbent(Schedule schedule, long objective, String source) {
    synchronized (pipelining) {
      new ModuloScheduler(problem.allocation(), schedule).below(listener.bestObjective(), listener::shouldStop)
          .ifPresent(found -> listener.incumbent(
              new NetworkMapping(FusionGroups.of(problem, found.schedule()), found.schedule(), found.period()), found.period(),
              source + ", pipelined"));
    }
  }

  @Override
  public void bound(LowerBound bound) {
    // of one sample's latency
  }

  @Override
  public void claim(Claim claim) {
    // of one sample's latency
  }

  /** A schedule that is slower than others may have a smaller period. */
  @Override
  public long bestObjective() {
    return Long.MAX_VALUE;
  }

  @Override
  public long bestBound() {
    return Long.MIN_VALUE;
  }

  @Override
  public boolean shouldStop() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }
}
