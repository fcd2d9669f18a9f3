/** Who answers kind dram-schedule: list decoding, annealing over lists, branch and bound, and the constraint solvers. */
@NullMarked
package dev.dovetail.solver.dramschedule;

import org.jspecify.annotations.NullMarked;
