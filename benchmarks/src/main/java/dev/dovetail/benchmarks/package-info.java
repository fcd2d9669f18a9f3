/** How well the methods do: instances, runs, gaps, reports. */
@NullMarked
package dev.dovetail.benchmarks;

import org.jspecify.annotations.NullMarked;
