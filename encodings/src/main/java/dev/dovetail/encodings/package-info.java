/** How a problem is asked: solver-neutral constraint models, and the way back from an assignment to a mapping. */
@NullMarked
package dev.dovetail.encodings;

import org.jspecify.annotations.NullMarked;
