/**
 * Addresses in a memory: what occupies how many bytes in which cycles is given its place.
 *
 * <p>Role: shows that what fits in sum also fits in place; the check of it knows nothing of how the places were found.
 */
@NullMarked
package dev.dovetail.models.addresses;

import org.jspecify.annotations.NullMarked;
