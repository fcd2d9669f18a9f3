/** Enumerates the mappings of a layer onto a core and keeps every one that no other beats: the table that a solver chooses from. */
@NullMarked
package dev.dovetail.models.intracore.mapper;

import org.jspecify.annotations.NullMarked;
