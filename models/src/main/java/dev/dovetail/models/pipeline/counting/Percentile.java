package dev.dovetail.models.pipeline.counting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Where a cost lies among those of all mappings: how many mappings cost at most as much.
 *
 * <p>Role: what "top 0.05 %" claims, but counted, not sampled. In a large population a small share still is a vast number of mappings: it says
 * little without the gap to the optimum beside it.
 *
 * @param population which mappings are told apart
 * @param cost the cost, cycles
 * @param atMost at least so many mappings cost at most {@code cost}
 * @param atMostUpper at most so many do; equal to {@code atMost} where the count is exact
 * @param all all mappings, also those whose weights do not fit
 * @param feasible mappings whose weights fit
 */
public record Percentile(
    Population population, long cost, BigInteger atMost, BigInteger atMostUpper, BigInteger all, BigInteger feasible) {
  /** Whether the count is exact rather than a bracket. */
  public boolean isExact() {
    return atMost.equals(atMostUpper);
  }

  /** Share of all mappings that cost at most as much, rounded up to three digits: 5.0e-4 is the "top 0.05 %". */
  public BigDecimal share() {
    return share(atMostUpper, all);
  }

  /** The same among the mappings whose weights fit. */
  public BigDecimal shareOfFeasible() {
    return share(atMostUpper, feasible);
  }

  private static BigDecimal share(BigInteger part, BigInteger whole) {
    return whole.signum() == 0
        ? BigDecimal.ZERO
        : new BigDecimal(part).divide(new BigDecimal(whole), new MathContext(3, RoundingMode.CEILING));
  }

  /** The count, or its bracket, in up to four digits each: {@code 17} or {@code 3.112e20..3.118e20}. */
  public String count() {
    return isExact()
        ? shown(atMost, RoundingMode.HALF_UP)
        : shown(atMost, RoundingMode.FLOOR) + ".." + shown(atMostUpper, RoundingMode.CEILING);
  }

  /** A count in digits, from a million on in four digits and a power of ten. */
  public static String shown(BigInteger count, RoundingMode rounding) {
    if (count.bitLength() < 20) {
      return count.toString();
    }
    BigDecimal rounded = new BigDecimal(count).round(new MathContext(4, rounding));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).setScale(3, RoundingMode.UNNECESSARY).toPlainString() + "e" + exponent;
  }

  /** A share in percent as people read it: {@code 0.049 %} or {@code 3.1e-20 %}. */
  public static String percent(BigDecimal share) {
    BigDecimal percent = share.movePointRight(2).stripTrailingZeros();
    if (percent.signum() == 0 || percent.compareTo(new BigDecimal("0.001")) >= 0) {
      return percent.toPlainString() + " %";
    }
    int exponent = percent.precision() - percent.scale() - 1;
    return percent.movePointLeft(exponent).toPlainString() + "e" + exponent + " %";
  }
}
