package dev.dovetail.solver;

import dev.dovetail.encodings.cp.Assignment;

/** Hears of a backend's progress. Calls may come from any thread, one at a time. Must not throw. */
public interface BackendListener {
  /** A listener that hears nothing and never stops. */
  BackendListener SILENT = new BackendListener() {};

  /**
   * A solution better than all before it; it has been checked.
   *
   * @param assignment a value for every variable of the model
   * @param objective its objective, 0 without one
   */
  default void solution(Assignment assignment, long objective) {}

  /** A lower bound on the objective, better than all before it. */
  default void bound(long lowerBound) {}

  /** Whether to stop now. Asked often, from any thread. */
  default boolean shouldStop() {
    return false;
  }
}
