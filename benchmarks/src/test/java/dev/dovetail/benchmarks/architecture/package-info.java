/** The rules that keep the modules apart; here because only this module sees all others. */
@NullMarked
package dev.dovetail.benchmarks.architecture;

import org.jspecify.annotations.NullMarked;
