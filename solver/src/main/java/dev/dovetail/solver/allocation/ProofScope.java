package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.LeastEnergy;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;

/**
 * For which mappings that holds which a complete method proves over the searched space of a problem that fixes all grids.
 *
 * @param everything whether the space is sure to hold a best mapping, if there is any
 * @param why the reason, in words that follow "the searched space,"
 */
record ProofScope(boolean everything, String why) {
  /** A scope that is the space only. */
  static final ProofScope SPACE = new ProofScope(false, "");

  static ProofScope of(AllocationProblem problem, TileGraph graph) {
    if (problem.options().movesItems()) {
      return new ProofScope(true, "which is all that this problem admits");
    }
    return LeastEnergy.isInSpace(problem, graph)
        ? new ProofScope(true, "which holds a mapping of least energy on this machine")
        : SPACE;
  }

  /**
   * Tells of a bound over the space.
   *
   * @param who proved it
   * @param bound no mapping of the space costs less; {@link Long#MIN_VALUE} if nothing is proved
   * @param inside cost of a mapping of the space; {@link Long#MAX_VALUE} if none is known
   * @param proof see {@link Claim#proof}
   */
  void tell(Listener<?> listener, String who, long bound, long inside, Outcome.Proof proof) {
    if (!everything) {
      listener.claim(new Claim(JointEncoding.SPACE, bound, inside, proof));
    } else if (bound > Long.MIN_VALUE) {
      listener.bound(new LowerBound(who, bound, "proved by " + who + " over the searched space, " + why));
    }
  }

  /** What is proved of every mapping where {@code proof} is of the space. */
  Outcome.Proof of(Outcome.Proof proof) {
    return everything ? proof : Outcome.Proof.NONE;
  }
}
