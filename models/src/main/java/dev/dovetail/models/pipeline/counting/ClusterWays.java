package dev.dovetail.models.pipeline.counting;

import java.util.function.LongConsumer;

/** How many clusters there are over some layers, on so many chiplets, that are fast enough. */
interface ClusterWays {
  /** Fewest chiplets on which layers k..j take at most {@code limit} cycles in some way; more than all chiplets if there is none. */
  int leastChiplets(int k, int j, long limit);

  /**
   * Ways of layers k..j on exactly n chiplets to take at most {@code limit} cycles.
   *
   * @param r the modulus
   * @return their number modulo that
   */
  long ways(int k, int j, int n, long limit, int r);

  /** Tells the times that occur on exactly n chiplets, at least those up to {@code limit}. */
  void times(int k, int j, int n, long limit, LongConsumer consumer);

  /**
   * Ways that are at least as many as there are, and ways that are at most as many; both the same where they are exact.
   *
   * @param optimistic never too few
   * @param pessimistic never too many
   */
  record Bracket(ClusterWays optimistic, ClusterWays pessimistic) {
    static Bracket exact(ClusterWays ways) {
      return new Bracket(ways, ways);
    }

    boolean isExact() {
      return optimistic == pessimistic;
    }
  }
}
