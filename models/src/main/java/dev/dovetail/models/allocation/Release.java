package dev.dovetail.models.allocation;

import dev.dovetail.models.allocation.CriticalChain.Reason;

/**
 * From a cycle on, one obstacle to an activity is gone.
 *
 * @param cycle the first one in which the activity may begin, as far as this obstacle goes
 * @param reason what kind of obstacle
 * @param by number of the activity that was in the way, or -1
 * @param where the tensor, core or channel
 */
record Release(long cycle, Reason reason, int by, String where) {
  /** Nothing begins before cycle 0. */
  static final Release START = new Release(0, Reason.START, -1, "");
}
