/** A network on a tile grid: computation nodes and the data items between them. The evaluator does not use it. */
@NullMarked
package dev.dovetail.models.allocation.tiles;

import org.jspecify.annotations.NullMarked;
