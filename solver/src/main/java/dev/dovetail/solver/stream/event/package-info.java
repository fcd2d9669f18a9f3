/** Stream's mappings in our own event model. Role: what compares the two models, each number with its own. */
@NullMarked
package dev.dovetail.solver.stream.event;

import org.jspecify.annotations.NullMarked;
