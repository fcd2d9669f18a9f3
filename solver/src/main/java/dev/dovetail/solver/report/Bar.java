package dev.dovetail.solver.report;

/**
 * One rectangle of a lane.
 *
 * @param start first cycle
 * @param end one past the last cycle, above start
 * @param category decides the colour: the meaning is the chart's
 * @param id what it stands for: a position in the mapping
 */
public record Bar(long start, long end, int category, int id) {
  /** Cycles. */
  public long length() {
    return end - start;
  }
}
