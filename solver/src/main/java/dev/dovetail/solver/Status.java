package dev.dovetail.solver;

import java.util.Locale;

/** What a solve as a whole ended with; the {@code status} of result.json. */
public enum Status {
  /** The verified mapping is proven to be the best one; {@link Evidence} says by whom. */
  OPTIMAL,
  /** There is a verified mapping, and perhaps a better one. */
  FEASIBLE,
  /** There is proven to be no mapping. */
  INFEASIBLE,
  /** Nothing was found and nothing was proven. */
  UNKNOWN,
  /** A method failed with nothing found, or somebody's claim was refuted. */
  FAILED;

  /** The word as files and tables write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
