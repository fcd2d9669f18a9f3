package dev.dovetail.solver.stream;

import org.jspecify.annotations.Nullable;

/**
 * The links that a transfer occupies.
 *
 * <p>Role: what a search needs to know of an interconnect. Links are numbered from 0.
 */
interface LinkSets {
  /**
   * A plan from cores to cores.
   *
   * @param links mask of the links; 0 if nothing travels
   * @param bits numerator of the least rate among them
   * @param cycles its denominator
   */
  record Plan(long links, long bits, long cycles) {
    /** Cycles for that many bits; 0 if nothing travels. */
    long cyclesFor(long amount) {
      return links == 0 ? 0 : -Math.floorDiv(-Math.multiplyExact(amount, cycles), bits);
    }
  }

  /**
   * The plan between two sets of cores; null if they are not connected.
   *
   * @param from mask of cores
   * @param to mask of cores
   */
  @Nullable
  Plan plan(long from, long to);
}
