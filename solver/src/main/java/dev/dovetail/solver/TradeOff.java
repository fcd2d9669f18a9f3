package dev.dovetail.solver;

/**
 * A mapping that trades latency for energy: no other one of its front is at least as good in both.
 *
 * @param mapping the mapping
 * @param latencyCycles what the method says it takes
 * @param energyFemtojoules what the method says it takes
 * @param energyBound no mapping that ends by {@code latencyCycles} takes less, in femtojoules
 * @param source what found it, for example {@code local search}
 */
public record TradeOff<M>(M mapping, long latencyCycles, long energyFemtojoules, long energyBound, String source) {
  /** Name of the latency among the costs of an evaluation. */
  public static final String LATENCY = "latencyCycles";

  /** Name of the energy among the costs of an evaluation. */
  public static final String ENERGY = "energyFemtojoules";

  /** Name of the product among the costs of an evaluation. */
  public static final String EDP = "edpNanojouleCycles";

  /** Whether no mapping that is as fast takes less energy. */
  public boolean isProven() {
    return energyBound >= energyFemtojoules;
  }
}
