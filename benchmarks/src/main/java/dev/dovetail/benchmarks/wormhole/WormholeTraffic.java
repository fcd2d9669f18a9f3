package dev.dovetail.benchmarks.wormhole;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotRules;
import java.util.List;
import java.util.Optional;

/**
 * The traffic of a problem of kind link-slots as a traditional network carries it: a message per pair of source and destination, in the order
 * of the flows and of the destinations or sources in them.
 */
public final class WormholeTraffic {
  private WormholeTraffic() {}

  /** Why the traditional network cannot carry a problem's traffic, in words for people; empty if it can. */
  public static Optional<String> obstacle(LinkSlotsProblem problem) {
    if (!problem.network().isMesh()) {
      return Optional.of("the network is no full mesh");
    }
    if (problem.isPeriodic()) {
      return Optional.of("the flows repeat");
    }
    if (problem.flows().stream().anyMatch(f -> !f.after().isEmpty())) {
      return Optional.of("flows wait for others");
    }
    List<Channel> channels = problem.network().links().channels();
    if (channels.stream().anyMatch(c -> c.capacity() > 1 || !c.bandwidth().equals(channels.get(0).bandwidth()))) {
      return Optional.of("its links are not all of one rate and one message at a time");
    }
    return Optional.empty();
  }

  /**
   * The messages.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  public static List<WormholeMessage> of(LinkSlotsProblem problem) {
    obstacle(problem).ifPresent(why -> {
      throw new IllegalArgumentException(
          "A traditional network cannot carry the traffic of %s: %s.".formatted(problem.name(), why));
    });
    Channel link = problem.network().links().channels().get(0);
    return unicast(problem).messages().stream()
        .map(m -> new WormholeMessage(m.source(), m.destinations().get(0), link.bandwidth().cyclesFor(m.volume()), m.release()))
        .toList();
  }

  /** The same problem with each message to a single destination, from a single source. */
  public static LinkSlotsProblem unicast(LinkSlotsProblem problem) {
    SlotRules r = problem.rules();
    LinkSlotsProblem unicast = problem.with(
        new SlotRules(r.goal(), r.routes(), false, false, r.forwarding(), r.waiting(), r.mergeSlots(), r.allServed()));
    if (unicast.messages().stream().anyMatch(m -> m.shape() == Message.Shape.TREE || m.shape() == Message.Shape.IN_TREE)) {
      throw new IllegalStateException("Without trees each message has one source and one destination.");
    }
    return unicast;
  }
}
