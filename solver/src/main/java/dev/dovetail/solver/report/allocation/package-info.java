/**
 * Pictures of an allocation: HTML report, Perfetto trace, bars for the terminal.
 *
 * <p>Role: what the kind {@code allocation} shows of a schedule on cores, channels and memories.
 */
@NullMarked
package dev.dovetail.solver.report.allocation;

import org.jspecify.annotations.NullMarked;
