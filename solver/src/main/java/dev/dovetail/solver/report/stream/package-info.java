/**
 * How mappings in Stream's slot model are shown.
 *
 * <p>Role: the report, the terminal picture and the trace of kind {@code stream}.
 */
@NullMarked
package dev.dovetail.solver.report.stream;

import org.jspecify.annotations.NullMarked;
