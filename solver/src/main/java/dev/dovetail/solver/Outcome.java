package dev.dovetail.solver;

/**
 * Why a method stopped and what it proved. What it holds is known to the listener.
 *
 * @param termination why it stopped
 * @param proof what it proved
 * @param detail one line for people: the backend's status, the limit reached, the error
 */
public record Outcome(Termination termination, Proof proof, String detail) {
  /** Why a method stopped. */
  public enum Termination {
    /** It has nothing left to do. */
    COMPLETE,
    /** Time, gap or work limit. */
    LIMIT,
    /** The user or the caller stopped it. */
    INTERRUPTED,
    /** The backend crashed, hung, ran out of memory or spoke nonsense. */
    FAILED
  }

  /** What a method proved on its own word, of every mapping of the problem; what holds for some of them only is a {@link Claim}. */
  public enum Proof {
    NONE,
    /** One complete method says that its last incumbent is optimal (evidence {@code claimed}). */
    OPTIMAL,
    /** Complete enumeration says so (evidence {@code exhausted}). */
    EXHAUSTED,
    /** There is no mapping at all. */
    INFEASIBLE
  }
}
