/** How well the methods do: instances, runs, gaps, tables. Role: entry point of {@code dovetail bench}. */
@NullMarked
package dev.dovetail.benchmarks;

import org.jspecify.annotations.NullMarked;
