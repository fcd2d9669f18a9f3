package dev.dovetail.solver.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.Optional;

/** The mapping that came with the problem, for example Stream's own: a baseline. */
public final class GivenMethod implements Method<StreamProblem, StreamMapping> {
  @Override
  public String name() {
    return "as-given";
  }

  @Override
  public String description() {
    return "the mapping that stands in the problem's files, for example Stream's own";
  }

  @Override
  public Outcome solve(StreamProblem problem, Limits limits, Listener<StreamMapping> listener) {
    Optional<StreamMapping> given = problem.given();
    if (given.isEmpty()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "no mapping came with the problem");
    }
    Evaluation evaluation = new StreamEvaluator().evaluate(problem, given.get());
    if (!evaluation.isExecutable()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "the mapping that came with the problem breaks a rule: " + evaluation.violations().get(0));
    }
    listener.incumbent(given.get(), evaluation.objective(), name());
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "the mapping of the problem's files");
  }
}
