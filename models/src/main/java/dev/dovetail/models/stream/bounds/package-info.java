/**
 * Lower bounds of kind {@code stream}, with their proofs.
 *
 * <p>Role: what no mapping beats in Stream's slot model, its rounding included.
 */
@NullMarked
package dev.dovetail.models.stream.bounds;

import org.jspecify.annotations.NullMarked;
