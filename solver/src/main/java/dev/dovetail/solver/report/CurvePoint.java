package dev.dovetail.solver.report;

import java.util.Objects;

/**
 * One point of the anytime curve: what was held and what was proved at a moment of the run.
 *
 * <p>Role: kind-neutral; drawn as the curve of incumbent and bound over time. The marks for "none" are those of
 * {@link dev.dovetail.solver.Listener}.
 *
 * @param seconds since the run began, at least 0; for drawing only
 * @param objective best verified objective, or {@link Long#MAX_VALUE} if there is none yet
 * @param bound best lower bound, or {@link Long#MIN_VALUE} if there is none yet
 * @param source what made this step: the method or the bound's name
 */
public record CurvePoint(double seconds, long objective, long bound, String source) {
  public CurvePoint {
    Objects.requireNonNull(source);
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("The seconds (%s) of a curve point must be finite and not negative.".formatted(seconds));
    }
  }

  /** Whether there is an objective. */
  public boolean hasObjective() {
    return objective != Long.MAX_VALUE;
  }

  /** Whether there is a bound. */
  public boolean hasBound() {
    return bound != Long.MIN_VALUE;
  }
}
