package dev.dovetail.solver.report;

/**
 * A mapping of the trade-off between latency and energy.
 *
 * @param latencyCycles its latency
 * @param energyFemtojoules its energy
 * @param energyBound no mapping that is as fast takes less, in femtojoules; 0 if nothing is proved
 * @param edp energy-delay product, nanojoule cycles; 0 if the kind's evaluator does not give it
 * @param file name of its mapping file
 */
public record FrontPoint(long latencyCycles, long energyFemtojoules, long energyBound, long edp, String file) {}
