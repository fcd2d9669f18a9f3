/**
 * Counts mappings of kind pipeline by their cost.
 *
 * <p>Role: the exact percentile of any solution, where sampling would estimate it.
 */
@NullMarked
package dev.dovetail.models.pipeline.counting;

import org.jspecify.annotations.NullMarked;
