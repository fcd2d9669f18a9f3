/**
 * Pictures of kind {@code fusion}.
 *
 * <p>Role: terminal, HTML report and trace of a fusion plan with its DRAM schedule.
 */
@NullMarked
package dev.dovetail.solver.report.fusion;

import org.jspecify.annotations.NullMarked;
