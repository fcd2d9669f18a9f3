/**
 * The chain programme of kind {@code pipeline}: exact times of clusters, costs of segments and the cheapest path over them.
 *
 * <p>Role: the optimum of the base model and a bound for coupled ones; what methods, bounds and counts look up.
 */
@NullMarked
package dev.dovetail.models.pipeline.chain;

import org.jspecify.annotations.NullMarked;
