package dev.dovetail.encodings.cp;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A half-open interval [start, end). If present, its size is not negative and start + size = end; that is part of the model even
 * if no constraint uses the interval. If absent, it means nothing.
 *
 * @param index place among the intervals of the model, from 0
 * @param start first instant, affine
 * @param size length, affine
 * @param end instant after the last, affine
 * @param presence literal that tells whether it is present; null if it always is
 * @param name for people
 */
public record IntervalVar(
    int index, LinearExpr start, LinearExpr size, LinearExpr end, @Nullable Literal presence, String name) {
  public IntervalVar {
    if (!start.isAffine() || !size.isAffine() || !end.isAffine()) {
      throw new IllegalArgumentException(
          ("The start, size and end of interval (%s) must have at most one variable each.\n"
              + "Maybe introduce a variable that equals the sum.")
                  .formatted(name));
    }
  }

  /** Whether it may be absent. */
  public boolean isOptional() {
    return presence != null;
  }

  /** Whether it is present under an assignment. */
  public boolean isPresent(Assignment assignment) {
    return presence == null || assignment.isTrue(presence);
  }

  /** Whether start + size = end holds by the form of the expressions alone, as for every interval of fixed size. */
  public boolean isAlwaysConsistent() {
    return start.plus(size).equals(end);
  }

  /** The interval with readable names. */
  public String text(IntFunction<String> names) {
    return "%s: [%s, %s) size %s%s"
        .formatted(
            name, start.text(names), end.text(names), size.text(names), presence == null ? "" : " if " + presence.text(names));
  }

  @Override
  public String toString() {
    return name;
  }
}
