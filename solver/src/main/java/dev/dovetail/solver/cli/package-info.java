/**
 * The command line: {@code dovetail map, solve, check, bound, cost, show, export, solvers, networks, accelerators}.
 *
 * <p>Role: turns words into problems, methods and limits, and results into tables, JSON and exit codes; decides nothing else.
 */
@NullMarked
package dev.dovetail.solver.cli;

import org.jspecify.annotations.NullMarked;
