/**
 * Methods that search Stream's own decision space under Stream's own slot model: cores, splits, tiles, loop orders, fusion cuts.
 *
 * <p>Role: answers kind {@code stream}, and proves how good the answer is.
 */
@NullMarked
package dev.dovetail.solver.stream;

import org.jspecify.annotations.NullMarked;
