/** Costs from how well loops divide by the array that unrolls them: the model that needs nothing but the accelerator file. */
@NullMarked
package dev.dovetail.models.intracore.array;

import org.jspecify.annotations.NullMarked;
