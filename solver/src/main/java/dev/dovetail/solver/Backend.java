package dev.dovetail.solver;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;

/**
 * A solver of constraint models. Has a public constructor without arguments that loads nothing native, so that it can be listed
 * everywhere and started in a child process. Stateless between calls.
 */
public interface Backend {
  /** The name on the command line and in results, for example {@code cp-sat}. */
  String name();

  /** The version of the library behind it. */
  String version();

  /** One line on what it is and what it is good for. */
  String description();

  /** Whether it takes a feature, natively or by rewriting. */
  boolean supports(Feature feature);

  /** Whether it takes a feature without rewriting. */
  default boolean supportsNatively(Feature feature) {
    return supports(feature);
  }

  /**
   * Solves a model. Every solution that is passed on has been checked against the model.
   *
   * @param model the model
   * @param limits when to stop
   * @param listener hears of progress and may stop the search
   * @return why it stopped, what it holds and what it proved; a crash of the backend is a result, not an exception
   * @throws BackendRefusal if the model uses what the backend does not take
   */
  BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener);
}
