/**
 * The network of kind {@code pipeline} as a graph: who reads whose tensor, what clusters of any shape cost, and how deep their pipeline is.
 *
 * <p>Role: the cost model as searches and bounds look it up where clusters need not be intervals or chiplets differ; the judge recomputes it.
 */
@NullMarked
package dev.dovetail.models.pipeline.graph;

import org.jspecify.annotations.NullMarked;
