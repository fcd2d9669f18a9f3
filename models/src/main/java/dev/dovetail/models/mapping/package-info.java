/**
 * Problem kind {@code mapping}: fusion groups, allocation, DRAM transfers and link slots of a network together.
 *
 * <p>Role: what is asked, what answers it, and the judge, on top of kind {@code allocation}; files stand in the room below.
 */
@NullMarked
package dev.dovetail.models.mapping;

import org.jspecify.annotations.NullMarked;
