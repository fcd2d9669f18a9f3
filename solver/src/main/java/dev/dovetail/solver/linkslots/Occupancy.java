package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;

/** Which channels are held in which slots. */
interface Occupancy {
  /**
   * The first slot, not before {@code from}, in which a message can start on a route; {@link Long#MAX_VALUE} if there is none before
   * {@code until}.
   *
   * @param from at least 0
   * @param until first slot that is too late
   */
  long earliest(TimedRoute route, long from, long until);

  /** Holds the channels of a route for a message that starts in a slot in which it can. */
  void hold(TimedRoute route, long start);
}
