package dev.dovetail.benchmarks.wormhole;

/**
 * How many cycles a head flit needs from one router to the next without contention, and what that makes of the parts of a hop.
 *
 * <p>With h hops and L flits that meet nobody, the last flit is delivered after 7 + {@link #cycles()} h + (L - 1) cycles: the way from the
 * source's queue through the first router and the way through the last router into the sink are the same in both.
 */
public enum HopPipeline {
  /** Allocation of a virtual channel, allocation of the switch, traversal of the switch, the link: a cycle each. */
  FOUR_CYCLES(4, 3, 3, 2),
  /** A router that does all of it, and the link, in one cycle: the best that a router with arbitration can be. */
  ONE_CYCLE(1, 1, 1, 3);

  /** Cycles from the last router's switch to the sink. */
  static final int EJECT_CYCLES = 3;
  /** Cycles after which a source knows of a free place in its router. */
  static final int SOURCE_CREDIT_CYCLES = 2;

  private final int cycles;
  private final int linkCycles;
  private final int creditCycles;
  private final int injectCycles;

  HopPipeline(int cycles, int linkCycles, int creditCycles, int injectCycles) {
    this.cycles = cycles;
    this.linkCycles = linkCycles;
    this.creditCycles = creditCycles;
    this.injectCycles = injectCycles;
  }

  /** Cycles per hop of a head flit. */
  public int cycles() {
    return cycles;
  }

  /** Whether a head may be granted the switch in the cycle in which it was granted its virtual channel. */
  boolean allocatesInOneCycle() {
    return cycles == 1;
  }

  /** From the grant of the switch until the flit stands in the next router's buffer and may be granted something there. */
  int linkCycles() {
    return linkCycles;
  }

  /** From the grant of the switch, which frees a place, until the router before may use the place: the wire and one cycle of processing. */
  int creditCycles() {
    return creditCycles;
  }

  /** From leaving the source's queue until the flit stands in its router's buffer. */
  int injectCycles() {
    return injectCycles;
  }
}
