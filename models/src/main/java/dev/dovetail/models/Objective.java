package dev.dovetail.models;

/**
 * What a mapping is asked to minimise.
 *
 * <p>Role: the one place that says what a latency and an energy cost; evaluator, methods and bounds all ask here.
 */
public enum Objective {
  /** The end of the last piece of work or transfer, in cycles. */
  LATENCY,
  /** All energy that the problem kind counts, in femtojoules. */
  ENERGY,
  /** Energy, rounded up to whole nanojoules, times latency, in nanojoule cycles (saturating at {@link Long#MAX_VALUE}). */
  EDP;

  /** Femtojoules of a nanojoule. With this unit a joule may take 9 thousand million cycles before the product saturates. */
  public static final long FEMTOJOULES_PER_NANOJOULE = 1_000_000;

  /**
   * The cost of a mapping; never smaller if latency or energy grow.
   *
   * @param latencyCycles at least 0
   * @param energyFemtojoules at least 0
   */
  public long of(long latencyCycles, long energyFemtojoules) {
    return switch (this) {
      case LATENCY -> latencyCycles;
      case ENERGY -> energyFemtojoules;
      case EDP -> edp(latencyCycles, energyFemtojoules);
    };
  }

  /**
   * A lower bound on the cost of every mapping that takes no fewer cycles and no less energy than this; energy is rounded down to
   * whole nanojoules.
   *
   * @param latencyCycles at least 0
   * @param energyFemtojoules at least 0
   */
  public long boundOf(long latencyCycles, long energyFemtojoules) {
    return this == EDP
        ? Exact.multiply(energyFemtojoules / FEMTOJOULES_PER_NANOJOULE, latencyCycles)
        : of(latencyCycles, energyFemtojoules);
  }

  private static long edp(long latencyCycles, long energyFemtojoules) {
    if (energyFemtojoules == Long.MAX_VALUE) {
      return Long.MAX_VALUE; // it saturated: nobody knows how much it is
    }
    long whole = energyFemtojoules / FEMTOJOULES_PER_NANOJOULE;
    return Exact.multiply(energyFemtojoules % FEMTOJOULES_PER_NANOJOULE == 0 ? whole : whole + 1, latencyCycles);
  }
}
