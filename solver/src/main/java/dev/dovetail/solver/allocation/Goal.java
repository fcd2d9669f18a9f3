package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;

/**
 * What a local search minimises, and by when a mapping must end.
 *
 * @param objective what is minimised
 * @param deadline cycles; a timetable that ends later is not accepted; {@link Long#MAX_VALUE} for none
 */
record Goal(Objective objective, long deadline) {
  /** A goal without a deadline. */
  static Goal of(Objective objective) {
    return new Goal(objective, Long.MAX_VALUE);
  }

  /** Its cost; {@link Long#MAX_VALUE} after the deadline. */
  long cost(Timetable table) {
    return table.latencyCycles() > deadline ? Long.MAX_VALUE : objective.of(table.latencyCycles(), table.energyFemtojoules());
  }
}
