package dev.dovetail.models.linkslots;

/** What is minimised. Deadlines and periods that flows have are hard under every goal. */
public enum Goal {
  /** The latest finish, slots. */
  MAKESPAN,
  /** The common period T of all messages: every hold is taken modulo T, slots. */
  PERIOD,
  /** Deadlines and periods are all that matters: the number of messages that are left out, 0 unless some may be. */
  DEADLINE,
  /** The sum of weight times finish over all messages. */
  WEIGHTED_FINISH
}
