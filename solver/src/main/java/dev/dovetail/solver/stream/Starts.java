package dev.dovetail.solver.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Listener;

/** The mapping that a problem comes with. Role: what a method has at once. */
final class Starts {
  private Starts() {}

  /**
   * Offers the given mapping, if the judge accepts it.
   *
   * @return its cycles; {@link Long#MAX_VALUE} if there is none
   */
  static long offer(StreamProblem problem, Listener<StreamMapping> listener) {
    if (problem.given().isEmpty()) {
      return Long.MAX_VALUE;
    }
    return offer(problem, problem.given().get(), "given mapping", listener);
  }

  /**
   * Offers a mapping, if the judge accepts it.
   *
   * @return its cycles; {@link Long#MAX_VALUE} if it is not executable
   */
  static long offer(StreamProblem problem, StreamMapping mapping, String source, Listener<StreamMapping> listener) {
    Evaluation evaluation = new StreamEvaluator().evaluate(problem, mapping);
    if (!evaluation.isExecutable()) {
      return Long.MAX_VALUE;
    }
    listener.incumbent(mapping, evaluation.objective(), source);
    return evaluation.objective();
  }
}
