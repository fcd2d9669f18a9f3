package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.allocation.CriticalChain;

/**
 * A presentation of mappings that can say why they take as long as they do.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface ChainPresentation<P extends Problem, M extends Mapping> extends Presentation<P, M> {
  /** The critical chain of an executable mapping. */
  CriticalChain chain(P problem, M mapping);
}
