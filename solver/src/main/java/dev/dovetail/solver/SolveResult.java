package dev.dovetail.solver;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a solve ended with, over all its methods.
 *
 * @param status the one word
 * @param evidence what stands behind optimal or infeasible; null otherwise
 * @param exitCode what the command line ends with, see {@link ExitCode}
 * @param message one line for people: why it stopped, who claims what, the failure
 * @param best the method with the best verified mapping, or null
 * @param bound the best bound, or null
 * @param boundSource name of what proved the bound; empty if there is none
 * @param ownBounds all bounds of our own, best first
 * @param partialProofs what is proved of parts of all mappings only; decides none of the above
 * @param disagreement a refuted claim, or null
 * @param methods what each method did, in the order of their runs
 * @param timeToFirstNanos from the start to the first verified mapping on disk; null if none
 * @param timeNanos from the start to the end
 * @param curve what was known when, over all methods
 */
public record SolveResult<M extends Mapping>(
    Status status,
    @Nullable Evidence evidence,
    int exitCode,
    String message,
    @Nullable MethodResult<M> best,
    @Nullable Long bound,
    String boundSource,
    List<LowerBound> ownBounds,
    List<PartialProof> partialProofs,
    @Nullable Disagreement disagreement,
    List<MethodResult<M>> methods,
    @Nullable Long timeToFirstNanos,
    long timeNanos,
    List<CurvePoint> curve) {
  public SolveResult {
    ownBounds = List.copyOf(ownBounds);
    partialProofs = List.copyOf(partialProofs);
    methods = List.copyOf(methods);
    curve = List.copyOf(curve);
  }

  /** The best verified mapping, or null. */
  public @Nullable M mapping() {
    return best == null ? null : best.mapping();
  }

  /** The evaluation of the best verified mapping, or null. */
  public @Nullable Evaluation evaluation() {
    return best == null ? null : best.evaluation();
  }

  /** The objective of the best verified mapping, or null. */
  public @Nullable Long objective() {
    return best == null ? null : best.objective();
  }

  /** The relative gap, or null without a mapping or a bound. */
  public @Nullable Double gap() {
    Long objective = objective();
    return objective == null || bound == null ? null : Double.valueOf(Gap.of(objective, bound));
  }
}
