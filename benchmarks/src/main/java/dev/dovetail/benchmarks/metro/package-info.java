/** Slot tables against a traditional network and against METRO's search. Role: one command makes the table of the README. */
@NullMarked
package dev.dovetail.benchmarks.metro;

import org.jspecify.annotations.NullMarked;
