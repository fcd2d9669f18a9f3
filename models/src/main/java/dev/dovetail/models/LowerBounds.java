package dev.dovetail.models;

import java.util.Comparator;
import java.util.List;

/**
 * Computes all lower bounds of a problem kind, each valid alone.
 *
 * @param <P> problem
 */
@FunctionalInterface
public interface LowerBounds<P extends Problem> {
  /** All bounds of {@code problem} on its objective; at least one, in a fixed order. */
  List<LowerBound> of(P problem);

  /** The largest bound of {@code problem}; the first one among equals. */
  default LowerBound best(P problem) {
    return of(problem).stream().max(Comparator.comparingLong(LowerBound::value)).orElseThrow();
  }
}
