package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.List;

/** Small periodic problems: switches in a row or a ring, no local ports, frames of one unit per slot. */
final class Streams {
  private final boolean ring;
  private final int switches;
  private final long latency;
  private int capacity = 1;
  private final List<Flow> flows = new ArrayList<>();

  private Streams(boolean ring, int switches, long latency) {
    this.ring = ring;
    this.switches = switches;
    this.latency = latency;
  }

  /** 0 - 1 - 2 - ...; between the end of a frame on one link and its beginning on the next one pass {@code latency} slots. */
  static Streams line(int switches, long latency) {
    return new Streams(false, switches, latency);
  }

  /** As {@link #line}, closed. */
  static Streams ring(int switches, long latency) {
    return new Streams(true, switches, latency);
  }

  /** Links that carry several frames at a time. */
  Streams capacity(int frames) {
    capacity = frames;
    return this;
  }

  /** A frame of {@code size} slots per link in every period; {@code deadline} 0 for none. */
  Streams stream(int from, int to, long size, long period, long deadline) {
    flows.add(new Flow("s" + flows.size(), FlowKind.UNICAST, List.of(from), List.of(to), size, 0,
        deadline == 0 ? Flow.NO_DEADLINE : deadline, 1, period, null, 1, List.of(), List.of()));
    return this;
  }

  /** All must be placed. */
  LinkSlotsProblem all() {
    return problem(Goal.DEADLINE, true);
  }

  /** As many as can be. */
  LinkSlotsProblem most() {
    return problem(Goal.DEADLINE, false);
  }

  LinkSlotsProblem problem(Goal goal, boolean allServed) {
    List<Node> nodes = new ArrayList<>();
    List<Tile> tiles = new ArrayList<>();
    List<Channel> channels = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < switches; i++) {
      nodes.add(new Node("w" + i, Node.Kind.ROUTER, -1));
      tiles.add(new Tile("w" + i, i, i, i, -1, -1));
    }
    for (int i = 0; i < (ring ? switches : switches - 1); i++) {
      int next = (i + 1) % switches;
      for (int[] ends : new int[][] {{i, next}, {next, i}}) {
        String name = "w%d->w%d".formatted(ends[0], ends[1]);
        edges.add(new Edge(name, ends[0], ends[1], List.of(channels.size())));
        channels.add(new Channel(name, Channel.Kind.LINK, Bandwidth.ofBytesPerCycle(1), latency, 0, capacity));
      }
    }
    return new LinkSlotsProblem("streams", new SlotNetwork(new LinkNetwork(nodes, channels, edges), tiles, LocalPorts.OPEN, 0, 0),
        flows,
        new SlotRules(goal, RoutePolicy.FREE, true, true, Forwarding.STORE_AND_FORWARD, false, 0, allServed));
  }
}
