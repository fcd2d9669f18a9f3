package dev.dovetail.models.intracore.maestro;

/**
 * The numbers of one core that MAESTRO's model knows.
 *
 * @param pes processing elements, at least 1
 * @param nocBandwidth elements per cycle on the network between two levels, the same at every level, at least 1
 * @param nocHops hops of that network; only the product with {@code hopLatency} counts
 * @param hopLatency cycles per hop, at least 0
 * @param simd multiply-accumulates per processing element and cycle, at least 1
 * @param offChipBandwidth elements per cycle, at least 1
 * @param l1Elements capacity of the memory of one processing element, elements
 * @param l2Elements capacity of the memory that the processing elements share, elements
 */
public record MaestroHardware(
    long pes,
    long nocBandwidth,
    long nocHops,
    long hopLatency,
    long simd,
    long offChipBandwidth,
    long l1Elements,
    long l2Elements) {
  /** What stands for "no limit" in MAESTRO's command line. */
  public static final long UNLIMITED = Integer.MAX_VALUE;

  /** Cycles that a transfer on the network takes before its data flow. */
  public long latency() {
    return Math.multiplyExact(nocHops, hopLatency);
  }
}
