package dev.dovetail.solver.mapping;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Listener;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hears a method on a narrower problem, keeps its best schedule, and passes schedules on: they answer the wider problem, too. Bounds and
 * claims of the narrower problem say nothing of the wider one, and end here.
 */
final class BestSchedule implements Listener<Schedule> {
  private final Listener<Schedule> outer;
  private final String label;
  private final Predicate<BestSchedule> stop;
  private @Nullable Schedule best;
  private long bestObjective = Long.MAX_VALUE;

  /**
   * @param label stands before the sources of schedules in the progress table
   * @param stop ends the method beside what ends the outer one; it is asked with this, so that it may wait for a schedule
   */
  BestSchedule(Listener<Schedule> outer, String label, Predicate<BestSchedule> stop) {
    this.outer = outer;
    this.label = label;
    this.stop = stop;
  }

  @Override
  public void incumbent(Schedule schedule, long objective, String source) {
    synchronized (this) {
      if (objective >= bestObjective) {
        return;
      }
      best = schedule;
      bestObjective = objective;
    }
    outer.incumbent(schedule, objective, label + source);
  }

  /** The best schedule, or null. */
  synchronized @Nullable Schedule best() {
    return best;
  }

  @Override
  public void bound(LowerBound bound) {
    // of the narrower problem
  }

  @Override
  public void claim(Claim claim) {
    // of the narrower problem
  }

  @Override
  public synchronized long bestObjective() {
    return bestObjective;
  }

  @Override
  public long bestBound() {
    return outer.bestBound();
  }

  @Override
  public boolean shouldStop() {
    return stop.test(this) || outer.shouldStop();
  }
}
