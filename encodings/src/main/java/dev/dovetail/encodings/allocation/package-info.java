/** How kind allocation is asked: tile grids, computation nodes, data items, and the constraint model over them. */
@NullMarked
package dev.dovetail.encodings.allocation;

import org.jspecify.annotations.NullMarked;
