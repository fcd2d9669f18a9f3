package dev.dovetail.models.addresses;

/** Elementary steps that a search may still take: deterministic, unlike a clock. */
final class Budget {
  private long left;

  Budget(long steps) {
    this.left = steps;
  }

  /** Takes steps; false if none are left. */
  boolean take(long steps) {
    left -= steps;
    return left >= 0;
  }

  boolean isSpent() {
    return left <= 0;
  }

  /** A part of what is left, as a budget of its own. */
  Budget part(long divisor) {
    long steps = Math.max(0, left / divisor);
    left -= steps;
    return new Budget(steps);
  }

  /** Gives back what another one did not use. */
  void back(Budget other) {
    left += Math.max(0, other.left);
  }
}
