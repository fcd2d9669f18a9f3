/**
 * {@code dovetail bench stream}: our mappings and bounds beside Stream's, in Stream's own cost model.
 *
 * <p>Role: the table of what a search of Stream's decision space gains, and how far from the best its answers are.
 */
@NullMarked
package dev.dovetail.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
