/**
 * Problem kind {@code fusion}: order of layers, fusion groups, tile counts and DRAM transfers of a network on one core with one
 * buffer.
 *
 * <p>Role: networks, plans and what they expand to, evaluator and lower bounds.
 */
@NullMarked
package dev.dovetail.models.fusion;

import org.jspecify.annotations.NullMarked;
