/**
 * Methods that answer problem kind {@code fusion}.
 *
 * <p>Role: joint search over plans, each judged by a good schedule of its DRAM tensors, then proof of the last plan's schedule.
 */
@NullMarked
package dev.dovetail.solver.fusion;

import org.jspecify.annotations.NullMarked;
