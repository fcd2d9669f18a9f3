/**
 * Baselines of kind {@code fusion} from the literature: SoMa's two-stage annealing, fusion without sub-groups, and no fusion at all.
 *
 * <p>Role: what the other methods of the kind are compared with, in the same cost model.
 */
@NullMarked
package dev.dovetail.solver.fusion.soma;

import org.jspecify.annotations.NullMarked;
