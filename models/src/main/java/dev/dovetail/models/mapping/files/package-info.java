/**
 * Files of kind {@code mapping}: problem files {@code mapping/1}, mapping files {@code mapping-plan/1}.
 *
 * <p>Role: reads and writes them, and ties the kind together.
 */
@NullMarked
package dev.dovetail.models.mapping.files;

import org.jspecify.annotations.NullMarked;
