/**
 * Solver-neutral constraint models: variables, constraints, objective, hints, and an exact checker. The language between
 * encodings and backends.
 */
@NullMarked
package dev.dovetail.encodings.cp;

import org.jspecify.annotations.NullMarked;
