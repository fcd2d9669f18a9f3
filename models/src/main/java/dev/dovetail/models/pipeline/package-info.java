/**
 * Problem kind {@code pipeline}: segments, clusters, regions of chiplets and partitions of a network on a multi-chip module.
 *
 * <p>Role: what is asked, the cost model, and the judge; files and bounds stand in the rooms below.
 */
@NullMarked
package dev.dovetail.models.pipeline;

import org.jspecify.annotations.NullMarked;
