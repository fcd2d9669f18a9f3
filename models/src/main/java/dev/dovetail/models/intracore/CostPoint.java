package dev.dovetail.models.intracore;

/**
 * One way to run a computation node on a core.
 *
 * @param cycles time on the core, at least 1
 * @param energyFemtojoules energy on the core; links and DRAM excluded
 * @param bufferBytes working footprint beside operands and output while it runs, at least 0
 * @param dramBytes DRAM traffic of its own, at least 0
 * @param estimated whether it comes from a fallback instead of a model or a table entry
 * @param dataflow its name, for reports
 */
public record CostPoint(
    long cycles, long energyFemtojoules, long bufferBytes, long dramBytes, boolean estimated, String dataflow) {
  /** Most cycles, and most bytes, of a whole layer: sums over a thousand layers stay far inside of a {@code long}. */
  public static final long MOST = 1L << 50;

  /** Most energy of a whole layer: 9 joules, of which a thousand fit a {@code long}. */
  public static final long MOST_FEMTOJOULES = 1L << 53;

  /** Whether this point is no worse than {@code other} in all of cycles, energy, buffer and DRAM bytes. */
  public boolean dominates(CostPoint other) {
    return cycles <= other.cycles
        && energyFemtojoules <= other.energyFemtojoules
        && bufferBytes <= other.bufferBytes
        && dramBytes <= other.dramBytes;
  }
}
