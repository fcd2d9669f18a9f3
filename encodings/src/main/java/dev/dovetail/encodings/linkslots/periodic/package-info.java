/** Periodic and deadline problems of kind link-slots as constraint models: differences of starts modulo the gcd of the periods. */
@NullMarked
package dev.dovetail.encodings.linkslots.periodic;

import org.jspecify.annotations.NullMarked;
