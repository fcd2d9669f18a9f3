/** Multi-core accelerators: cores, memories, channels, DRAM ports and routes. */
@NullMarked
package dev.dovetail.models.accelerator;

import org.jspecify.annotations.NullMarked;
