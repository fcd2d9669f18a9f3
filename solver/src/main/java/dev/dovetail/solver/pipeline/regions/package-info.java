/** Where regions lie on the mesh. Role: strips along the snake order, and packing of rectangles, exact for a handful of them. */
@NullMarked
package dev.dovetail.solver.pipeline.regions;

import org.jspecify.annotations.NullMarked;
