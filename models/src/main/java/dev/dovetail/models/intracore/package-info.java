/** What a computation node costs on a core: the tables that every mapping stands on. */
@NullMarked
package dev.dovetail.models.intracore;

import org.jspecify.annotations.NullMarked;
