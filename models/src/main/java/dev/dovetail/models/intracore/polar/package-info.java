/**
 * The tile cost model of a core with a polar array of processing elements, as the public program SoMa-HPCA2025 computes it.
 *
 * <p>Role: (layer, tile, core) to cycles and energy; deterministic, without search state.
 */
@NullMarked
package dev.dovetail.models.intracore.polar;

import org.jspecify.annotations.NullMarked;
