/** Problem kind allocation: which core runs each computation node, when, and over which links its data travels. */
@NullMarked
package dev.dovetail.models.allocation;

import org.jspecify.annotations.NullMarked;
