/**
 * Replaces a constraint by others with the same solutions, one rewrite per file. Role: lets a backend take models that it has no
 * words for.
 */
@NullMarked
package dev.dovetail.encodings.cp.rewrite;

import org.jspecify.annotations.NullMarked;
