package dev.dovetail.models.links;

import java.math.BigInteger;

/**
 * When two holds of one channel meet that repeat at different periods, or of which one does not repeat.
 *
 * <p>Role: the pairwise rule of periodic schedules: holds of lengths a and b meet never if and only if the distance of their starts modulo
 * the greatest common divisor q of the periods is at least a and at most q - b.
 */
final class Meeting {
  private Meeting() {}

  /** The first cycle, at or after both first starts if both repeat, in which both hold it; -1 if there is none. */
  static long of(ChannelUse.Hold a, ChannelUse.Hold b) {
    long q = gcd(a.period(), b.period());
    if (q == 0) {
      long from = Math.max(a.from(), b.from());
      return from < Math.min(a.until(), b.until()) ? from : -1;
    }
    long distance = Math.floorMod(b.from() - a.from(), q);
    if (distance < a.length()) {
      return common(a.from() + distance, a.period(), b.from(), b.period());
    }
    if (distance > q - b.length()) {
      return common(a.from(), a.period(), b.from() + (q - distance), b.period());
    }
    return -1;
  }

  /** The greatest common divisor; that of 0 and n is n. */
  static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The first cycle, not before either, that is {@code r} modulo {@code t} and {@code s} modulo {@code u}; a period of 0 repeats never. */
  private static long common(long r, long t, long s, long u) {
    if (t == 0 || u == 0) {
      return t == 0 ? r : s;
    }
    long q = gcd(t, u);
    BigInteger modulus = BigInteger.valueOf(u / q);
    BigInteger steps =
        BigInteger.valueOf((s - r) / q).multiply(BigInteger.valueOf(t / q).modInverse(modulus)).mod(modulus);
    BigInteger least = BigInteger.valueOf(r).add(steps.multiply(BigInteger.valueOf(t)));
    BigInteger round = BigInteger.valueOf(t).multiply(modulus);
    BigInteger missing = BigInteger.valueOf(Math.max(r, s)).subtract(least);
    if (missing.signum() > 0) {
      least = least.add(round.multiply(missing.add(round).subtract(BigInteger.ONE).divide(round)));
    }
    return least.bitLength() < Long.SIZE ? least.longValue() : Long.MAX_VALUE;
  }
}
