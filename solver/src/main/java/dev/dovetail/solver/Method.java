package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Any way to answer a problem kind: an encoding on a backend, a dynamic programme, a greedy, a local search, a baseline.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface Method<P extends Problem, M extends Mapping> {
  /** The name that {@code --solver} takes. */
  String name();

  /** One line of what it does, for {@code dovetail solvers}. */
  String description();

  /**
   * The same method, which also searches the trade-off between latency and energy; empty if it cannot.
   *
   * @param points most mappings that it reports, at least 2
   */
  default Optional<Method<P, M>> tradingOff(int points) {
    return Optional.empty();
  }

  /**
   * The same method, which also begins from mappings that are known already; empty if it cannot.
   *
   * @param starts mappings of this problem, or of one that was edited a little
   */
  default Optional<Method<P, M>> startingFrom(List<Start<M>> starts) {
    return Optional.empty();
  }

  /** Whether it reports a trade-off front; it then goes on where the best mapping is already proved. */
  default boolean reportsFront() {
    return false;
  }

  /**
   * Searches until it is done, a limit is reached or {@link Listener#shouldStop()} says so. Reports every better mapping at once:
   * the caller verifies it, keeps it, and may be killed at any moment.
   */
  Outcome solve(P problem, Limits limits, Listener<M> listener);
}
