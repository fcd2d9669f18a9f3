/** MAESTRO's analytical cost model: what one layer under one mapping costs on one core. */
@NullMarked
package dev.dovetail.models.intracore.maestro;

import org.jspecify.annotations.NullMarked;
