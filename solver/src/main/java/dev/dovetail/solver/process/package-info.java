/**
 * Runs a backend in a child JVM behind newline-delimited JSON. Role: a backend may crash, hang, lie or flood, and the best
 * solution is kept.
 */
@NullMarked
package dev.dovetail.solver.process;

import org.jspecify.annotations.NullMarked;
