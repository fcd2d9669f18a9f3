package dev.dovetail.models.accelerator;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Rates, energies and latencies of accelerator files, made exact integers. */
final class Quantities {
  /** Fastest rate that a file may state; with 6 decimals it keeps every product of two rates inside a long. */
  private static final BigDecimal MAX_RATE = BigDecimal.valueOf(1_000_000);

  private static final BigDecimal MAX_PICOJOULES = BigDecimal.valueOf(1_000_000_000L);
  private static final long MAX_LATENCY = 1_000_000_000L;

  private Quantities() {}

  /** Bytes per cycle as a fraction: above 0, at most a million, at most 6 decimals. */
  static Bandwidth bandwidth(DataNode node) {
    BigDecimal rate = node.decimal();
    if (rate.signum() <= 0 || rate.compareTo(MAX_RATE) > 0) {
      throw node.error(
          "The bandwidth (%s) of %s must be above 0 and at most %s bytes per cycle.".formatted(node.text(), node.label(),
              MAX_RATE),
          "divide bytes per second by cycles per second; leave the connection out if nothing passes it.");
    }
    BigDecimal plain = rate.stripTrailingZeros();
    if (plain.scale() > 6) {
      throw node.error(
          "The bandwidth (%s) of %s must have at most 6 decimals.".formatted(node.text(), node.label()), "round it down.");
    }
    BigInteger cycles = BigInteger.TEN.pow(Math.max(0, plain.scale()));
    BigInteger bytes = plain.multiply(new BigDecimal(cycles)).toBigIntegerExact();
    BigInteger common = bytes.gcd(cycles);
    return new Bandwidth(bytes.divide(common).longValueExact(), cycles.divide(common).longValueExact());
  }

  /** The energy under {@code key} in femtojoules, 0 if absent; finer than a femtojoule is an error. */
  static long femtojoules(DataNode parent, String key) {
    DataNode node = parent.optional(key).orElse(null);
    if (node == null) {
      return 0;
    }
    BigDecimal picojoules = node.decimal();
    if (picojoules.signum() < 0 || picojoules.compareTo(MAX_PICOJOULES) > 0) {
      throw node.error(
          "The energy (%s) of %s must be from 0 to %s picojoules.".formatted(node.text(), node.label(), MAX_PICOJOULES),
          "the unit is wrong: it is picojoules.");
    }
    BigDecimal femtojoules = picojoules.movePointRight(3).stripTrailingZeros();
    if (femtojoules.scale() > 0) {
      throw node.error(
          "The energy (%s) of %s is finer than a femtojoule (0.001 picojoules).".formatted(node.text(), node.label()),
          "round it to three decimals.");
    }
    return femtojoules.longValueExact();
  }

  /** The latency under {@code key} in cycles, 0 if absent. */
  static long latency(DataNode parent, String key) {
    return parent.optional(key).map(n -> n.longValue(0, MAX_LATENCY)).orElse(0L);
  }
}
