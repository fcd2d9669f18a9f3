package dev.dovetail.solver;

import dev.dovetail.models.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refuted claim: a result of its own, never silenced.
 *
 * @param who whose claim it was: the method or bound
 * @param claimed the claimed objective, bound or optimum
 * @param recomputed the value that refutes it, or null if the mapping has no cost because it breaks rules
 * @param message one sentence of what contradicts what
 * @param violations the rules that the rejected mapping breaks; empty if there is none
 */
public record Disagreement(
    String who, long claimed, @Nullable Long recomputed, String message, List<Violation> violations) {
  public Disagreement {
    violations = List.copyOf(violations);
  }
}
