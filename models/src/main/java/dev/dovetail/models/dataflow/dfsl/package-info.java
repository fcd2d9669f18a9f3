/**
 * MAESTRO's own mapping and hardware files ({@code .m}), as its public program reads them: maestro-project/maestro, commit 4eb08d1.
 * Role: its users bring what they have; the result is in this project's types.
 */
@NullMarked
package dev.dovetail.models.dataflow.dfsl;

import org.jspecify.annotations.NullMarked;
