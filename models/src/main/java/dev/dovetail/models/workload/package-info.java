/** Neural networks as layers, tensors and exact index maps. */
@NullMarked
package dev.dovetail.models.workload;

import org.jspecify.annotations.NullMarked;
