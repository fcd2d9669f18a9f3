/** Methods of kind {@code link-slots}: greedy slot scheduling, load-balanced routes and trees, local search over slots. */
@NullMarked
package dev.dovetail.solver.linkslots;

import org.jspecify.annotations.NullMarked;
