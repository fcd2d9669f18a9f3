package dev.dovetail.models.links;

import java.math.BigInteger;

/**
 * An exact rate: {@code bytes} bytes in every {@code cycles} cycles.
 *
 * @param bytes at least 1
 * @param cycles at least 1
 */
public record Bandwidth(long bytes, long cycles) implements Comparable<Bandwidth> {
  public Bandwidth {
    if (bytes < 1 || cycles < 1) {
      throw new IllegalArgumentException("The bandwidth (%d bytes in %d cycles) must be positive.".formatted(bytes, cycles));
    }
  }

  /** A whole number of bytes per cycle. */
  public static Bandwidth ofBytesPerCycle(long bytes) {
    return new Bandwidth(bytes, 1);
  }

  /** Cycles to move {@code amount} bytes, rounded up; {@link Long#MAX_VALUE} if they are more than that. */
  public long cyclesFor(long amount) {
    if (Math.multiplyHigh(amount, cycles) == 0 && amount * cycles >= 0 && amount * cycles <= Long.MAX_VALUE - bytes) {
      return (amount * cycles + bytes - 1) / bytes;
    }
    BigInteger[] q =
        BigInteger.valueOf(amount).multiply(BigInteger.valueOf(cycles)).divideAndRemainder(BigInteger.valueOf(bytes));
    BigInteger up = q[1].signum() > 0 ? q[0].add(BigInteger.ONE) : q[0];
    return up.bitLength() < Long.SIZE ? up.longValue() : Long.MAX_VALUE;
  }

  /** Both rates together. */
  public Bandwidth plus(Bandwidth other) {
    BigInteger gcd = BigInteger.valueOf(cycles).gcd(BigInteger.valueOf(other.cycles));
    long factor = other.cycles / gcd.longValueExact();
    long common = Math.multiplyExact(cycles, factor);
    return new Bandwidth(
        Math.addExact(Math.multiplyExact(bytes, factor), Math.multiplyExact(other.bytes, common / other.cycles)), common);
  }

  /** The slower rate. */
  public Bandwidth min(Bandwidth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Bandwidth other) {
    return Long.compare(Math.multiplyExact(bytes, other.cycles), Math.multiplyExact(other.bytes, cycles));
  }

  @Override
  public String toString() {
    return cycles == 1 ? bytes + " B/cycle" : bytes + " B per " + cycles + " cycles";
  }
}
