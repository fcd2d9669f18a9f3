/** Routes and injection slots asked as constraint models, and the way back to slot tables. */
@NullMarked
package dev.dovetail.encodings.linkslots;

import org.jspecify.annotations.NullMarked;
