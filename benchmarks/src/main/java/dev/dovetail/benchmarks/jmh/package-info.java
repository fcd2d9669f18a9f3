/** Throughput of the inner loops. Role: JMH benchmarks; see CONTRIBUTING.md for how to run them. */
@NullMarked
package dev.dovetail.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
