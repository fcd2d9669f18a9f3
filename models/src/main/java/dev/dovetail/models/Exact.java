package dev.dovetail.models;

/** Long arithmetic on numbers that are never negative; what does not fit becomes {@link Long#MAX_VALUE}. */
public final class Exact {
  private Exact() {}

  /** The sum, saturating. */
  public static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The product, saturating. */
  public static long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }
}
