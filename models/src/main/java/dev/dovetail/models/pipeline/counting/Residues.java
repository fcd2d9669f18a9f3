package dev.dovetail.models.pipeline.counting;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Large counts as remainders modulo several numbers without a common divisor.
 *
 * <p>Role: additions and multiplications of machine words instead of {@link BigInteger}; the count comes back by the Chinese remainder theorem and
 * is exact, since it lies below the product of the moduli.
 */
final class Residues {
  /** Moduli lie just below, so that 255 remainders add up in a {@code long}. */
  private static final long CEILING = 1L << 55;

  private final long[] moduli;

  private Residues(long[] moduli) {
    this.moduli = moduli;
  }

  /** Residues that tell apart all counts of 0 to {@code most}. */
  static Residues upTo(BigInteger most) {
    List<BigInteger> chosen = new ArrayList<>();
    BigInteger product = BigInteger.ONE;
    for (BigInteger candidate = BigInteger.valueOf(CEILING - 1); product.compareTo(most) <= 0; candidate =
        candidate.subtract(BigInteger.ONE)) {
      if (candidate.gcd(product).equals(BigInteger.ONE)) {
        chosen.add(candidate);
        product = product.multiply(candidate);
      }
    }
    return new Residues(chosen.stream().mapToLong(BigInteger::longValueExact).toArray());
  }

  /** How many moduli there are; at least one. */
  int count() {
    return Math.max(1, moduli.length);
  }

  /** Modulus {@code r}, below 2^55. */
  long modulus(int r) {
    return moduli[r];
  }

  /** a * b modulo {@code modulus}, of remainders. The quotient as a double is off by few units, which the remainder of the difference mends. */
  static long times(long a, long b, long modulus) {
    long quotient = (long) ((double) a * (double) b / modulus);
    long rest = (a * b - quotient * modulus) % modulus;
    return rest < 0 ? rest + modulus : rest;
  }

  /** a + b modulo {@code modulus}, of remainders. */
  static long plus(long a, long b, long modulus) {
    long sum = a + b;
    return sum >= modulus ? sum - modulus : sum;
  }

  /** The count with these remainders, one for each modulus. */
  BigInteger value(long[] remainders) {
    BigInteger value = BigInteger.ZERO;
    BigInteger product = BigInteger.ONE;
    for (int r = 0; r < moduli.length; r++) {
      BigInteger modulus = BigInteger.valueOf(moduli[r]);
      BigInteger missing = BigInteger.valueOf(remainders[r]).subtract(value).mod(modulus);
      value = value.add(product.multiply(missing.multiply(product.modInverse(modulus)).mod(modulus)));
      product = product.multiply(modulus);
    }
    return value;
  }
}
