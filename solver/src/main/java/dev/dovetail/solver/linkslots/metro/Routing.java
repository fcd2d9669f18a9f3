package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.linkslots.routes.TimedRoute;

/** What a message's gene means: its route. Safe for several threads. */
interface Routing {
  /** Most numbers of a gene. */
  int mostNumbers();

  /**
   * The route of a message.
   *
   * @param message index
   * @param gene at most {@link #mostNumbers()} of the message's {@link #values(int)}; empty for the plain route
   */
  TimedRoute route(int message, int[] gene);

  /** The numbers that a message's gene may hold; empty if it has one route alone. */
  int[] values(int message);
}
