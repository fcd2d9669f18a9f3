package dev.dovetail.solver.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One point of the anytime curve as it is drawn: what was held and what was proved at a moment of the run.
 *
 * <p>Role: kind-neutral; the points of result.json.
 *
 * @param seconds since the run began, at least 0; for drawing only
 * @param objective best verified objective, or null if there is none yet
 * @param bound best lower bound, or null if there is none yet
 * @param source what made this step, the method or the bound's name; empty if it is not known
 */
public record AnytimePoint(double seconds, @Nullable Long objective, @Nullable Long bound, String source) {
  public AnytimePoint {
    Objects.requireNonNull(source);
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("The seconds (%s) of a curve point must be finite and not negative.".formatted(seconds));
    }
  }
}
