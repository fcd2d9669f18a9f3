package dev.dovetail.models.addresses;

/**
 * Something that occupies memory for a while.
 *
 * @param from first cycle
 * @param until one past the last cycle, above {@code from}
 * @param bytes at least 1
 */
public record Piece(long from, long until, long bytes) {
  public Piece {
    if (from >= until || bytes < 1) {
      throw new IllegalArgumentException("The piece [%d, %d) of %d bytes is empty.".formatted(from, until, bytes));
    }
  }

  boolean meets(Piece other) {
    return other.from < until && from < other.until;
  }

  /** Bytes times cycles, to compare pieces with. */
  double area() {
    return (double) bytes * (until - from);
  }
}
