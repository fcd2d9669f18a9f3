package dev.dovetail.models.intracore.mapper;

import java.util.Comparator;

/**
 * What a mapping is judged by; less is better in each.
 *
 * @param cycles latency
 * @param energyFemtojoules energy on the core
 * @param l1Bytes space in the memory of a processing element
 * @param l2Bytes space in the shared memory
 * @param dramBytes traffic with DRAM
 */
record Vector(long cycles, long energyFemtojoules, long l1Bytes, long l2Bytes, long dramBytes) {
  /** By cycles, energy, space, traffic. A vector is dominated only by earlier ones of this order. */
  static final Comparator<Vector> ORDER =
      Comparator.comparingLong(Vector::cycles)
          .thenComparingLong(Vector::energyFemtojoules)
          .thenComparingLong(Vector::l1Bytes)
          .thenComparingLong(Vector::l2Bytes)
          .thenComparingLong(Vector::dramBytes);

  static final int OBJECTIVES = 5;

  /** Whether this one is at most the other in every objective. */
  boolean noWorseThan(Vector other) {
    return cycles <= other.cycles
        && energyFemtojoules <= other.energyFemtojoules
        && l1Bytes <= other.l1Bytes
        && l2Bytes <= other.l2Bytes
        && dramBytes <= other.dramBytes;
  }

  /** Objective number {@code i}, in the order of the components. */
  long objective(int i) {
    return switch (i) {
      case 0 -> cycles;
      case 1 -> energyFemtojoules;
      case 2 -> l1Bytes;
      case 3 -> l2Bytes;
      default -> dramBytes;
    };
  }
}
