/**
 * What pictures of any answer are made of: HTML pages, lanes, charts, tables, traces, lines for the terminal.
 *
 * <p>Role: the pieces that kinds share; the report of a kind is a package of its own below this one.
 */
@NullMarked
package dev.dovetail.solver.report;

import org.jspecify.annotations.NullMarked;
