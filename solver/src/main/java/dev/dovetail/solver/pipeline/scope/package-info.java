/**
 * Scope's heuristic for merged pipelines, reconstructed: merge neighbours, share chiplets by work, rebalance.
 *
 * <p>Role: the baseline of the literature that exact answers are compared with; no number of it is Scope's.
 */
@NullMarked
package dev.dovetail.solver.pipeline.scope;

import org.jspecify.annotations.NullMarked;
