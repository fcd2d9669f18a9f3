package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Movement;
import dev.dovetail.models.links.RouteWalk;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it was sent.
 *
 * @param message what
 * @param transmission over which edges, when
 * @param walk what it holds, relative to its start
 * @param length slots from its start to its finish
 * @param hops links on its way, local ports not counted
 */
record Sent(Message message, Transmission transmission, Walk walk, long length, int hops) {
  /** Slot of the injection. */
  long start() {
    return transmission.start();
  }

  /** One past the last slot that counts. */
  long finish() {
    return transmission.start() + length;
  }

  /** Slots for which it holds its first edge. */
  long slots() {
    long most = 0;
    for (long d : walk.edgeDurations()) {
      most = Math.max(most, d);
    }
    return most;
  }

  /**
   * All messages of a table, in its order.
   *
   * @throws IllegalArgumentException if a route is not sound
   */
  static List<Sent> all(LinkSlotsProblem problem, List<Transmission> table) {
    RouteWalk walker = new RouteWalk(problem.network().links());
    List<Sent> all = new ArrayList<>();
    for (Transmission t : table) {
      Message message = problem.messages().get(t.message());
      Findings findings = new Findings();
      Walk walk = walker.walk(movement(problem, message, t.waits()), t.edges(), message.name(), findings);
      if (walk == null) {
        throw new IllegalArgumentException(
            "The route of message (%s) is not sound: %s".formatted(message.name(), findings.violations()));
      }
      all.add(of(problem.network(), message, t, walk));
    }
    return all;
  }

  private static Movement movement(LinkSlotsProblem problem, Message message, List<Long> waits) {
    SlotNetwork network = problem.network();
    return new Movement(message.sources().stream().map(s -> network.tiles().get(s).source()).toList(),
        message.destinations().stream().map(d -> network.tiles().get(d).sink()).toList(),
        message.shape() == Message.Shape.IN_TREE, message.volume(),
        problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD, problem.rules().mergeSlots(), waits);
  }

  private static Sent of(SlotNetwork network, Message message, Transmission t, Walk walk) {
    long length = 0;
    int hops = 0;
    for (int i = 0; i < t.edges().size(); i++) {
      boolean port = isPort(network.links(), t.edges().get(i));
      hops += port ? 0 : 1;
      if (!port || network.finishCountsPorts()) {
        length = Math.max(length, walk.edgeOffsets()[i] + walk.edgeDurations()[i]);
      }
    }
    return new Sent(message, t, walk, length, hops);
  }

  /** Whether an edge joins a tile and its router. */
  static boolean isPort(LinkNetwork links, int edge) {
    return links.edges().get(edge).channels().stream().map(c -> links.channels().get(c).kind())
        .allMatch(k -> k == Channel.Kind.INJECT || k == Channel.Kind.EJECT);
  }
}
