package dev.dovetail.solver.report.dramschedule;

/**
 * A time in which one of the two streams waits for the other.
 *
 * @param stream which one waits
 * @param start first cycle
 * @param end one past the last cycle
 * @param next the tile or tensor that comes after it; -1 if nothing does
 * @param cause what it waits for
 * @param words the same for people
 */
public record Stall(Stream stream, long start, long end, int next, Cause cause, String words) {
  /** The two streams. */
  public enum Stream {
    CHANNEL,
    COMPUTE
  }

  /** What a stream waits for. */
  public enum Cause {
    WEIGHTS("weights are not there"),
    INPUT("inputs are not there"),
    STORE("a store has not left the buffer"),
    SPACE("the next load may not enter the buffer yet"),
    TILE("the tile of the next store is not done"),
    NOTHING("nothing is left to transfer");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** Words for tables. */
    public String label() {
      return label;
    }
  }

  /** Cycles. */
  public long length() {
    return end - start;
  }
}
