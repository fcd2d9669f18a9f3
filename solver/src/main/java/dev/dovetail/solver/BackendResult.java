package dev.dovetail.solver;

import dev.dovetail.encodings.cp.Assignment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What came of a solve, in three answers: why it stopped, what it holds, what it proved.
 *
 * @param termination why it stopped
 * @param best best solution found, checked; null if there is none
 * @param objective objective of {@code best}; 0 if there is none or the model has no objective
 * @param proof what the backend claims to have proved about the model
 * @param bound best lower bound on the objective that the backend proved; null if there is none
 * @param hintRejected whether the model had a hint and the backend, or the check before it, found it infeasible
 * @param detail one line for people
 * @param statistics what the backend counted, by name
 */
public record BackendResult(
    Outcome.Termination termination,
    @Nullable Assignment best,
    long objective,
    Outcome.Proof proof,
    @Nullable Long bound,
    boolean hintRejected,
    String detail,
    Map<String, String> statistics) {
  public BackendResult {
    statistics = Map.copyOf(statistics);
    if (proof == Outcome.Proof.INFEASIBLE && best != null) {
      throw new IllegalArgumentException("A result with a solution must not be infeasible.");
    }
  }

  /** The best solution. */
  public Optional<Assignment> solution() {
    return Optional.ofNullable(best);
  }

  /** The lower bound. */
  public OptionalLong lowerBound() {
    return bound == null ? OptionalLong.empty() : OptionalLong.of(bound);
  }

  /** Whether {@code best} is optimal, by the backend's own word. */
  public boolean isOptimal() {
    return proof == Outcome.Proof.OPTIMAL || proof == Outcome.Proof.EXHAUSTED;
  }
}
