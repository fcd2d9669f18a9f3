/**
 * How DRAM schedules are shown.
 *
 * <p>Role: report, trace and terminal picture of kind dram-schedule.
 */
@NullMarked
package dev.dovetail.solver.report.dramschedule;

import org.jspecify.annotations.NullMarked;
