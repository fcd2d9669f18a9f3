/** The OR-Tools CP-SAT backend. Role: the only package that may touch com.google.ortools. */
@NullMarked
package dev.dovetail.solver.cpsat;

import org.jspecify.annotations.NullMarked;
