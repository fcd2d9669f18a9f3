/** Linear programmes: what one is and who solves it; values and duals are doubles, so they suggest and never prove. */
@NullMarked
package dev.dovetail.solver.lp;

import org.jspecify.annotations.NullMarked;
