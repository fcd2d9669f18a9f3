/**
 * Every problem kind of this module.
 *
 * <p>Role: stands above the kinds, so that the packages which they share need not know them.
 */
@NullMarked
package dev.dovetail.models.registry;

import org.jspecify.annotations.NullMarked;
