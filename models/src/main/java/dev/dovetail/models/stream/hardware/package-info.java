/** What Stream's accelerator and core files say, before any cost model is chosen. Role: read once, used by both cost models. */
@NullMarked
package dev.dovetail.models.stream.hardware;

import org.jspecify.annotations.NullMarked;
