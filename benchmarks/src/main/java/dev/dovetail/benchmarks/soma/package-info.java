/**
 * SoMa against Dovetail: fusion problems with the annealer of the literature and with ours, beside what the public program reached.
 *
 * <p>Role: one command makes the table of the README.
 */
@NullMarked
package dev.dovetail.benchmarks.soma;

import org.jspecify.annotations.NullMarked;
