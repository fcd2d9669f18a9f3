package dev.dovetail.models.allocation;

/** What an allocation minimises. */
public enum Objective {
  /** The end of the last task or transfer, in cycles. */
  LATENCY,
  /** All energy: cores, channels, DRAM, leakage; in femtojoules. */
  ENERGY,
  /** Energy times latency, in femtojoule cycles (saturating at {@link Long#MAX_VALUE}). */
  EDP
}
