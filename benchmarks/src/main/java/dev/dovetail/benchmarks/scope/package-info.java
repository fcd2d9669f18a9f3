/** Merged pipelines against the restrictions of earlier work and Scope's search. Role: one command makes the table of the README. */
@NullMarked
package dev.dovetail.benchmarks.scope;

import org.jspecify.annotations.NullMarked;
