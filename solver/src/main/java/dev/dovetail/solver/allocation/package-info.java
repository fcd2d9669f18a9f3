/** Who answers kind allocation: list scheduling with a banker's safety test, local search over it, and the constraint solvers. */
@NullMarked
package dev.dovetail.solver.allocation;

import org.jspecify.annotations.NullMarked;
