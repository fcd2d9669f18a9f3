package dev.dovetail.solver;

import dev.dovetail.models.LowerBound;

/**
 * Hears of a method's progress. Thread-safe; calls may come from any thread.
 *
 * @param <M> mapping
 */
public interface Listener<M> {
  /**
   * A mapping that the method believes to be better than all before it.
   *
   * @param mapping the mapping
   * @param objective the integer that the method minimised: must equal the evaluator's cost
   * @param source what found it, for the progress table, for example {@code list scheduling}
   */
  void incumbent(M mapping, long objective, String source);

  /** A lower bound that the method proved for every mapping of the problem; what holds for some mappings only is a {@link #claim}. */
  void bound(LowerBound bound);

  /** What the method proved of a part of all mappings; adds to what it said of the same space before. */
  default void claim(Claim claim) {}

  /**
   * The trade-off between latency and energy that the method has found so far; replaces what it said before. Only methods that {@link
   * Method#reportsFront() report} one call it.
   */
  default void front(Front<M> front) {}

  /** The best verified objective so far; {@link Long#MAX_VALUE} if there is none. */
  long bestObjective();

  /** The best bound so far; {@link Long#MIN_VALUE} if there is none. */
  long bestBound();

  /** Whether to stop now: the limit is reached, the gap is met, or the user interrupted. */
  boolean shouldStop();
}
