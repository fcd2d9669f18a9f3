package dev.dovetail.models.intracore;

import java.math.BigInteger;

/**
 * The least that output elements of a layer can cost on a core: no box of n elements takes fewer than {@code n * cycles / elements}.
 *
 * <p>Role: what an unknown part of a layer costs at least, where a {@link CostFloor} speaks of the whole.
 *
 * @param cycles at least 1
 * @param elements at least 1
 */
public record ElementFloor(long cycles, long elements) {
  public ElementFloor {
    if (cycles < 1 || elements < 1) {
      throw new IllegalArgumentException("The cycles (%d) and elements (%d) must be positive.".formatted(cycles, elements));
    }
  }

  /** The smaller one per element. */
  public ElementFloor min(ElementFloor other) {
    BigInteger own = BigInteger.valueOf(cycles).multiply(BigInteger.valueOf(other.elements));
    return own.compareTo(BigInteger.valueOf(other.cycles).multiply(BigInteger.valueOf(elements))) <= 0 ? this : other;
  }
}
