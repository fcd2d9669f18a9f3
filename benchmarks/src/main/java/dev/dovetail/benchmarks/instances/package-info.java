/** Instances that no file holds. Role: problems made from a seed. */
@NullMarked
package dev.dovetail.benchmarks.instances;

import org.jspecify.annotations.NullMarked;
