/**
 * Problem kind {@code dram-schedule}: when each tensor of a given fusion plan travels from or to DRAM beside the compute stream.
 *
 * <p>Role: problem, mapping, evaluator and lower bounds of a two-machine flow shop with a buffer between the machines.
 */
@NullMarked
package dev.dovetail.models.dramschedule;

import org.jspecify.annotations.NullMarked;
