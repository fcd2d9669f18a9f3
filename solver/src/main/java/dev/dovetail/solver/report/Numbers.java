package dev.dovetail.solver.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: thousands separators, units, and roundings that never flatter. */
public final class Numbers {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final String[] JOULES = {"fJ", "pJ", "nJ", "µJ", "mJ", "J", "kJ"};

  private Numbers() {}

  /** With thousands separators. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Bytes in the largest binary unit that keeps the number at least 1, with three digits. */
  public static String bytes(long value) {
    if (Math.abs(value) < 1024) {
      return value + " B";
    }
    int unit = 0;
    double v = value;
    while (Math.abs(v) >= 1023.5 && unit < BINARY.length - 1) {
      v /= 1024;
      unit++;
    }
    return digits(v) + " " + BINARY[unit];
  }

  /** Energy in the largest unit that keeps the number at least 1, with three digits. */
  public static String energy(long femtojoules) {
    int unit = 0;
    double v = femtojoules;
    while (Math.abs(v) >= 999.5 && unit < JOULES.length - 1) {
      v /= 1000;
      unit++;
    }
    return (unit == 0 ? Long.toString(femtojoules) : digits(v)) + " " + JOULES[unit];
  }

  private static String digits(double v) {
    double a = Math.abs(v);
    return String.format(Locale.ROOT, a < 9.995 ? "%.2f" : a < 99.95 ? "%.1f" : "%.0f", v);
  }

  /** {@code part / whole} in per cent with one decimal, rounded down; a dash if the whole is not positive. */
  public static String percent(long part, long whole) {
    return percent(BigInteger.valueOf(part), BigInteger.valueOf(whole), 1, RoundingMode.FLOOR);
  }

  /** {@code part / whole} in per cent with one decimal, rounded down; a dash if the whole is not positive. */
  public static String percent(BigInteger part, BigInteger whole) {
    return percent(part, whole, 1, RoundingMode.FLOOR);
  }

  /** How many times {@code whole} fits into {@code part}, with two decimals, rounded up. */
  public static String ratio(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.CEILING).toPlainString();
  }

  /** The gap (objective - bound) / objective in per cent with two decimals, rounded up: "0.00 %" means equal. */
  public static String gap(long objective, long bound) {
    BigInteger distance = BigInteger.valueOf(objective).subtract(BigInteger.valueOf(bound));
    return percent(distance, BigInteger.valueOf(objective), 2, RoundingMode.CEILING);
  }

  /** How far a value lies above the best one in per cent of the best, with two decimals, rounded up: "0.00 %" means equal. */
  public static String excess(long value, long best) {
    BigInteger distance = BigInteger.valueOf(value).subtract(BigInteger.valueOf(best));
    return percent(distance, BigInteger.valueOf(best), 2, RoundingMode.CEILING);
  }

  private static String percent(BigInteger part, BigInteger whole, int decimals, RoundingMode rounding) {
    if (whole.signum() <= 0) {
      return "–";
    }
    return new BigDecimal(part.multiply(BigInteger.valueOf(100))).divide(new BigDecimal(whole), decimals, rounding)
        .toPlainString()
        + " %";
  }

  /** A count of things, in the singular for one. */
  public static String count(long n, String one, String many) {
    return grouped(n) + " " + (n == 1 ? one : many);
  }

  /** The smallest of 1, 2 and 5 times a power of ten that cuts {@code span} into at most {@code most} parts; at least 1. */
  public static long step(long span, int most) {
    long step = 1;
    for (int i = 0; span / step > most; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  /** A coordinate with at most one decimal. */
  public static String coordinate(double v) {
    long tenths = Math.round(v * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : BigDecimal.valueOf(tenths, 1).toPlainString();
  }

  /** Seconds with three digits. */
  public static String seconds(double s) {
    return s < 0.9995 ? trimmed(s * 1000) + " ms" : trimmed(s) + " s";
  }

  private static String trimmed(double v) {
    String d = digits(v);
    return d.contains(".") ? d.replaceAll("\\.?0+$", "") : d;
  }
}
