/** Costs from a user's own table, measured or simulated elsewhere. */
@NullMarked
package dev.dovetail.models.intracore.table;

import org.jspecify.annotations.NullMarked;
