/**
 * Lower bounds of kind {@code pipeline}.
 *
 * <p>Role: what no plan falls below, under any switch and objective, with what proves it.
 */
@NullMarked
package dev.dovetail.models.pipeline.bounds;

import org.jspecify.annotations.NullMarked;
