/** Periodic and deadline problems of kind link-slots. Role: greedy placement, ejection search, exact models, who is in the way of whom. */
@NullMarked
package dev.dovetail.solver.linkslots.periodic;

import org.jspecify.annotations.NullMarked;
