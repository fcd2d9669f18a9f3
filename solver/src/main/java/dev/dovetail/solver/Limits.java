package dev.dovetail.solver;

import java.time.Duration;

/**
 * Limits of one solve.
 *
 * @param time wall-clock limit, positive; what deterministic limits are derived from if {@code reproducible}
 * @param gap relative gap (objective - bound) / objective at which to stop, at least 0
 * @param seed of every random choice
 * @param threads worker threads, at least 1
 * @param reproducible whether only deterministic limits may end the search, so that the same seed gives the same answer
 * @param memoryMebibytes most heap of a child process
 */
public record Limits(Duration time, double gap, long seed, int threads, boolean reproducible, int memoryMebibytes) {
  private static final int REPRODUCIBLE_SLACK = 20;

  public Limits {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("The time limit (%s) must be positive.".formatted(time));
    }
    if (!(gap >= 0)) {
      throw new IllegalArgumentException("The gap (%s) must not be negative.".formatted(gap));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("The threads (%d) must be positive.".formatted(threads));
    }
  }

  /**
   * When the clock ends the search: at {@link #time()}; where only deterministic limits should end it, a multiple later, so that it
   * ends at all on a slow machine.
   */
  public Duration wallClock() {
    return reproducible ? time.multipliedBy(REPRODUCIBLE_SLACK) : time;
  }

  /** The same limits with another time limit. */
  public Limits withTime(Duration newTime) {
    return new Limits(newTime, gap, seed, threads, reproducible, memoryMebibytes);
  }
}
