/**
 * Slots for the transfers between the clusters of a segment, and stages that are longer where they need it.
 *
 * <p>Role: what turns a placed plan into one that can run under contention.
 */
@NullMarked
package dev.dovetail.solver.pipeline.traffic;

import org.jspecify.annotations.NullMarked;
