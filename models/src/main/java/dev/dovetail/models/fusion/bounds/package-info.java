/**
 * Lower bounds of {@code fusion} that hold for every order, fusion, tiling and DRAM schedule.
 *
 * <p>Role: traffic, compute and cone bounds, the bound that sees the buffer, and energy.
 */
@NullMarked
package dev.dovetail.models.fusion.bounds;

import org.jspecify.annotations.NullMarked;
