/** The loops that directives stand for, and the reuse that follows from them: what people read, never what a cost is made of. */
@NullMarked
package dev.dovetail.models.dataflow.nest;

import org.jspecify.annotations.NullMarked;
