package dev.dovetail.solver;

import dev.dovetail.models.LowerBound;
import java.util.Objects;

/**
 * What a method proved of a part of all mappings. A better mapping outside of that part does not refute it.
 *
 * <p>Role: keeps apart what holds for every mapping ({@link LowerBound}, {@link Outcome.Proof}) and decides status, gap and exit code,
 * from what holds in a named space only, and is shown beside it.
 *
 * @param space the mappings that are meant, in words that follow "mappings": equal words mean equal spaces
 * @param bound no mapping of the space costs less; {@link Long#MIN_VALUE} if nothing is proved yet
 * @param inside least cost of a mapping of the space that the method knows; {@link Long#MAX_VALUE} if it knows none
 * @param proof how {@code bound} was proved where the search came to its end; {@code NONE} before
 */
public record Claim(String space, long bound, long inside, Outcome.Proof proof) {
  public Claim {
    Objects.requireNonNull(space);
    Objects.requireNonNull(proof);
  }

  /** Whether the best mapping of the space is known. */
  public boolean isOptimum() {
    return bound == inside;
  }

  /**
   * Both claims of one space in one; the later one names the proof.
   *
   * @throws IllegalArgumentException if they are about two spaces
   */
  public Claim and(Claim later) {
    if (!space.equals(later.space)) {
      throw new IllegalArgumentException("The spaces (%s) and (%s) must be one.".formatted(space, later.space));
    }
    return new Claim(
        space,
        Math.max(bound, later.bound),
        Math.min(inside, later.inside),
        later.proof == Outcome.Proof.NONE ? proof : later.proof);
  }
}
