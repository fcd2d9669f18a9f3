package dev.dovetail.solver.report.layer;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.solver.Presentation;

/**
 * What a kind can show besides, if its mappings place layers on cores: one layer as a mapping runs it.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface LayerPresentation<P extends Problem, M extends Mapping> extends Presentation<P, M> {
  /**
   * One layer on its core.
   *
   * @param mode how the numbers of the layer are computed
   * @throws dev.dovetail.models.BadInputException if there is no layer of that name, or it does not run under a mapping by directives
   */
  LayerPicture layer(P problem, M mapping, String layer, MaestroMode mode);
}
