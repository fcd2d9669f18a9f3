package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;

/**
 * What a local search minimises, and by when a mapping must end.
 *
 * @param objective what is minimised
 * @param deadline cycles; a timetable that ends later is not accepted; {@link Long#MAX_VALUE} for none
 * @param repeats whether samples follow each other by one timetable: then the work of the busiest core or channel counts, which is all
 *     that must fit between two samples, and latency a little, because samples that are under way longer take more memory
 */
record Goal(Objective objective, long deadline, boolean repeats) {
  /** Latency counts one part in so many beside the load. */
  private static final long LATENCY_PARTS = 16;

  Goal(Objective objective, long deadline) {
    this(objective, deadline, false);
  }

  /** A goal without a deadline. */
  static Goal of(Objective objective) {
    return new Goal(objective, Long.MAX_VALUE);
  }

  /** The goal of a stream of samples. */
  static Goal ofStream() {
    return new Goal(Objective.LATENCY, Long.MAX_VALUE, true);
  }

  /** The latest end of a timetable that is worth {@code cost}; {@link Long#MAX_VALUE} if any may be. */
  long latestEnd(long cost) {
    return repeats || objective != Objective.LATENCY ? deadline : cost;
  }

  /** Its cost; {@link Long#MAX_VALUE} after the deadline. */
  long cost(Timetable table) {
    if (table.latencyCycles() > deadline) {
      return Long.MAX_VALUE;
    }
    return repeats
        ? Math.addExact(table.busiestCycles(), table.latencyCycles() / LATENCY_PARTS)
        : objective.of(table.latencyCycles(), table.energyFemtojoules());
  }
}
