package dev.dovetail.benchmarks.metro;

import java.util.List;

/**
 * What every number of the tables rests on.
 *
 * @param virtualChannels of every input of the traditional network
 * @param bufferFlits places of each
 * @param draws how often routes are drawn where they are
 * @param seed of methods and draws
 * @param threads of each run
 * @param timeLimitSeconds of our method and of METRO's search alike
 * @param method name of our method
 */
record Conventions(int virtualChannels, int bufferFlits, int draws, long seed, int threads, double timeLimitSeconds,
    String method) {

  /** A sentence per line. */
  List<String> lines() {
    return List.of(
        ("Wormhole: V = %d virtual channels of b = %d flits per input, credits, one flit per cycle and port, packets of P flits; each source sends its "
            + "messages in file order, all are ready as released, multicasts and reduces as one message per destination or source. Routers take "
            + "4 cycles per hop, or 1 (`hop 1`); a lone message of L flits over h hops needs 7 + 4 h + (L - 1) or 7 + h + (L - 1) cycles. "
            + "With XY/YX each packet draws its way: the middle of %d draws.").formatted(virtualChannels, bufferFlits, draws),
        ("Slots: one cycle each, one per hop, slot 0 first, nothing waits on its way; counted as the set says in `ports`: with `both` a lone message "
            + "needs h + 1 + L slots, with `one` h + L, with `none` and `open` h - 1 + L."),
        ("Greedy, metro-ea and slots are verified slot tables of our methods `greedy`, `metro-ea` and `%s`, at most %s s each, %d %s, seed %d. "
            + "metro-ea is METRO's search (arXiv 2108.10570) as we reconstructed it; none of its numbers is METRO's.")
                .formatted(method, seconds(), threads, threads == 1 ? "thread" : "threads", seed),
        "Bound: no slot table with these routes needs fewer slots; `what binds` proves it. Speed-up: wormhole cycles over slots, beside the most that any slot "
            + "table can gain over wormhole XY with hop 4 (over the bound).",
        "Where a port of a tile binds, all traffic of that tile passes it one flit per cycle: neither routes nor slots gain more than a few per cent there.",
        "METRO's system feeds each of its 8 memory controllers with 1200 bit per cycle (1200 GB/s, 1 GHz): on links of up to 1024 bit the port of the "
            + "controller's tile binds, not the memory.");
  }

  private String seconds() {
    return timeLimitSeconds == Math.rint(timeLimitSeconds)
        ? Long.toString((long) timeLimitSeconds)
        : Double.toString(timeLimitSeconds);
  }
}
