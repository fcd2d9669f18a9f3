/** Kind allocation as constraint models on a fixed tile grid: everything free, or only times and order. Role: what backends are asked. */
@NullMarked
package dev.dovetail.encodings.allocation;

import org.jspecify.annotations.NullMarked;
