package dev.dovetail.models.linkslots;

/**
 * The rules of a problem beside network and flows.
 *
 * @param goal what is minimised
 * @param routes which routes are allowed
 * @param multicastTrees whether a multicast goes over one tree; otherwise each destination gets a message of its own
 * @param reduceInNetwork whether a reduce adds where branches meet; otherwise each source sends a message of its own
 * @param forwarding when the next edge begins
 * @param waiting whether a message may wait, as a whole, before any edge of its route (buffers); otherwise all offsets are fixed
 * @param mergeSlots slots that an addition takes at a node where branches of a reduce meet, at least 0
 * @param allServed whether every message must be in the table; otherwise those left out are counted (goal {@link Goal#DEADLINE} only)
 */
public record SlotRules(
    Goal goal,
    RoutePolicy routes,
    boolean multicastTrees,
    boolean reduceInNetwork,
    Forwarding forwarding,
    boolean waiting,
    long mergeSlots,
    boolean allServed) {
  /** Least makespan over all routes and trees, cut-through, nothing waits: what a flow file without rules asks. */
  public static final SlotRules DEFAULT =
      new SlotRules(Goal.MAKESPAN, RoutePolicy.FREE, true, true, Forwarding.CUT_THROUGH, false, 0, true);

  public SlotRules {
    if (mergeSlots < 0) {
      throw new IllegalArgumentException("The merge delay (%d) must not be negative.".formatted(mergeSlots));
    }
  }

  /** The same rules with other routes. */
  public SlotRules withRoutes(RoutePolicy other) {
    return new SlotRules(goal, other, multicastTrees, reduceInNetwork, forwarding, waiting, mergeSlots, allServed);
  }

  /** The same rules with another goal. */
  public SlotRules withGoal(Goal other) {
    return new SlotRules(other, routes, multicastTrees, reduceInNetwork, forwarding, waiting, mergeSlots, allServed);
  }

  /** The same rules with trees or without. */
  public SlotRules withMulticastTrees(boolean trees) {
    return new SlotRules(goal, routes, trees, reduceInNetwork, forwarding, waiting, mergeSlots, allServed);
  }
}
