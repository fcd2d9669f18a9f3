package dev.dovetail.solver;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one method did in a solve.
 *
 * @param method its name
 * @param outcome why it stopped and what it proved on its own word
 * @param mapping its best verified mapping, or null
 * @param evaluation of that mapping, or null
 * @param source what found the mapping, or empty
 * @param bound the best bound known to it when it stopped, ours or its own; null if none
 * @param ownWord the best bound that the method itself reported; null if none
 * @param claims what it proved of parts of all mappings, one for each part
 * @param disagreement its refuted claim, or null
 * @param timeToFirstNanos from its start to its first verified mapping on disk; null if none
 * @param timeNanos from its start to its end
 * @param curve what was known when, each point after a change
 */
public record MethodResult<M extends Mapping>(
    String method,
    Outcome outcome,
    @Nullable M mapping,
    @Nullable Evaluation evaluation,
    String source,
    @Nullable LowerBound bound,
    @Nullable LowerBound ownWord,
    List<Claim> claims,
    @Nullable Disagreement disagreement,
    @Nullable Long timeToFirstNanos,
    long timeNanos,
    List<CurvePoint> curve) {
  public MethodResult {
    claims = List.copyOf(claims);
    curve = List.copyOf(curve);
  }

  /** Objective of its best verified mapping, or null. */
  public @Nullable Long objective() {
    return evaluation == null ? null : evaluation.objective();
  }

  /** Whether it is sure, on its own word, that its mapping cannot be improved. */
  boolean claimsOptimum() {
    return evaluation != null
        && (outcome.proof() == Outcome.Proof.OPTIMAL
            || outcome.proof() == Outcome.Proof.EXHAUSTED
            || (ownWord != null && ownWord.value() == evaluation.objective()));
  }
}
