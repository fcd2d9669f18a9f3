package dev.dovetail.models;

/**
 * A half-open interval of integers {@code [lo, hi)}.
 *
 * @param lo first element
 * @param hi one past the last element; {@code hi <= lo} is the empty interval
 */
public record Interval(int lo, int hi) {
  /** Number of elements; 0 if empty. */
  public int size() {
    return Math.max(0, hi - lo);
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return hi <= lo;
  }

  /** The common elements; possibly empty. */
  public Interval intersect(Interval other) {
    return new Interval(Math.max(lo, other.lo), Math.min(hi, other.hi));
  }

  @Override
  public String toString() {
    return "[" + lo + "," + hi + ")";
  }
}
