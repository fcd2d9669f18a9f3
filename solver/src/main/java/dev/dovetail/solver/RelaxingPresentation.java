package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.util.List;

/**
 * A presentation of problems that can be asked again of hardware with a little more of one thing.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface RelaxingPresentation<P extends Problem, M extends Mapping> extends Presentation<P, M> {
  /** The problem on changed hardware, one change each, in the order in which they are shown. */
  List<Change<P>> changes(P problem);

  /**
   * One change.
   *
   * @param words what is more, for example {@code buses and links twice as wide}
   * @param problem the problem with it
   */
  record Change<P>(String words, P problem) {}
}
