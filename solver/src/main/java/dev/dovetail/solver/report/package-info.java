/** Pictures of an answer: one self-contained HTML page, a Perfetto trace, and bars for the terminal. */
@NullMarked
package dev.dovetail.solver.report;

import org.jspecify.annotations.NullMarked;
