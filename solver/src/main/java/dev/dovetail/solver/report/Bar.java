package dev.dovetail.solver.report;

/**
 * One rectangle of a lane.
 *
 * @param start first cycle
 * @param end one past the last cycle, above start
 * @param category decides the colour: the layer's index for a task, the {@link Traffic} ordinal for a transfer
 * @param id position of the task or transfer in the schedule
 */
record Bar(long start, long end, int category, int id) {
  /** Cycles. */
  long length() {
    return end - start;
  }
}
