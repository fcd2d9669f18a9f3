/** Answers kind {@code mapping}. Role: the methods of the joint problem, on top of those of kind {@code allocation}. */
@NullMarked
package dev.dovetail.solver.mapping;

import org.jspecify.annotations.NullMarked;
