package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.math.BigInteger;
import java.util.Comparator;

/** Whether everything that is added up over a problem stays in the range of a long, with room to spare. */
final class Magnitudes {
  /** No time may be as late as this, no sum of weighted finishes as large. */
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(60);

  private final LinkSlotsProblem problem;

  Magnitudes(LinkSlotsProblem problem) {
    this.problem = problem;
  }

  /**
   * Refuses a problem whose messages, sent one after the other with all delays of the network in between, end too late.
   *
   * @param at for messages
   */
  void check(DataNode at) {
    BigInteger delays = BigInteger.ZERO;
    for (Channel c : problem.network().links().channels()) {
      delays = delays.add(BigInteger.valueOf(c.latencyCycles() + problem.rules().mergeSlots()));
    }
    boolean whole = problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD;
    long holds = whole ? problem.network().links().edges().size() : 1;
    Bandwidth rate = problem.network().links().channels().stream().map(Channel::bandwidth).min(Comparator.naturalOrder())
        .orElse(Bandwidth.ofBytesPerCycle(1));
    BigInteger end = BigInteger.ZERO;
    BigInteger weights = BigInteger.ZERO;
    long release = 0;
    for (Message m : problem.messages()) {
      long slowest = rate.cyclesFor(m.volume());
      long lag = m.after().stream().mapToLong(Message.After::lag).max().orElse(0);
      release = Math.max(release, m.release());
      weights = weights.add(BigInteger.valueOf(m.weight()));
      end = end.add(BigInteger.valueOf(slowest).multiply(BigInteger.valueOf(holds))).add(BigInteger.valueOf(lag)).add(delays);
    }
    end = end.add(BigInteger.valueOf(release));
    if (end.compareTo(LIMIT) > 0) {
      throw at.error("The volumes are too large: sent one after the other, the messages could end after 2^60 slots.",
          "count in larger units, or cut the problem into phases.");
    }
    if (problem.rules().goal() == Goal.WEIGHTED_FINISH && end.multiply(weights).compareTo(LIMIT.shiftLeft(2)) > 0) {
      throw at.error("The weights are too large: the sum of weighted finishes could pass 2^62.",
          "divide all weights by a common number.");
    }
  }
}
