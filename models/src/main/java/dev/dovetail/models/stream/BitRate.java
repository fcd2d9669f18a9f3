package dev.dovetail.models.stream;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A bandwidth as an exact fraction: {@code bits} every {@code cycles}.
 *
 * @param bits at least 1
 * @param cycles at least 1, without a common divisor with {@code bits}
 */
public record BitRate(long bits, long cycles) implements Comparable<BitRate> {
  public BitRate {
    if (bits < 1 || cycles < 1) {
      throw new IllegalArgumentException("The bandwidth (%d bits in %d cycles) must be positive.".formatted(bits, cycles));
    }
    long common = BigInteger.valueOf(bits).gcd(BigInteger.valueOf(cycles)).longValueExact();
    bits /= common;
    cycles /= common;
  }

  /** A whole number of bits per cycle. */
  public static BitRate of(long bitsPerCycle) {
    return new BitRate(bitsPerCycle, 1);
  }

  /**
   * A decimal number of bits per cycle, exactly.
   *
   * @throws ArithmeticException if it has too many digits for long integers
   */
  public static BitRate of(BigDecimal bitsPerCycle) {
    BigDecimal plain = bitsPerCycle.stripTrailingZeros();
    int digits = Math.max(0, plain.scale());
    return new BitRate(plain.movePointRight(digits).longValueExact(), BigDecimal.ONE.movePointRight(digits).longValueExact());
  }

  /** Cycles that {@code amount} bits take, rounded up. */
  public long cyclesFor(long amount) {
    return -Math.floorDiv(-Math.multiplyExact(amount, cycles), bits);
  }

  @Override
  public int compareTo(BitRate other) {
    return BigInteger.valueOf(bits).multiply(BigInteger.valueOf(other.cycles))
        .compareTo(BigInteger.valueOf(other.bits).multiply(BigInteger.valueOf(cycles)));
  }

  @Override
  public String toString() {
    return cycles == 1 ? Long.toString(bits) : bits + "/" + cycles;
  }
}
