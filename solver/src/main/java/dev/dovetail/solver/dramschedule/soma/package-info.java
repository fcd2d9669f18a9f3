/**
 * SoMa's second stage: simulated annealing of the DRAM schedule of a given fusion plan.
 *
 * <p>Role: the literature's baseline of kind {@code dram-schedule}, and the inner part of {@code soma-sa} of kind {@code fusion}.
 */
@NullMarked
package dev.dovetail.solver.dramschedule.soma;

import org.jspecify.annotations.NullMarked;
