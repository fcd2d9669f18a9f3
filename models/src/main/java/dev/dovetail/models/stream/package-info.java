/**
 * Problem kind {@code stream}: cores, splits, tiles and fusion groups of a network in the slot model of Stream 1.13.14.
 *
 * <p>Role: what is asked, the cost model "stream-compatible", and the judge; files and bounds stand in the rooms below.
 */
@NullMarked
package dev.dovetail.models.stream;

import org.jspecify.annotations.NullMarked;
