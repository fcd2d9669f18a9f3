package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.TimedRoute;

/**
 * A message as it was sent.
 *
 * @param message what
 * @param transmission over which edges, when
 * @param route what it holds, relative to its start, waits on its way included
 */
record Sent(Message message, Transmission transmission, TimedRoute route) {
  /** Slot of the injection. */
  long start() {
    return transmission.start();
  }

  /** One past the last slot that counts. */
  long finish() {
    return transmission.start() + route.finish();
  }
}
