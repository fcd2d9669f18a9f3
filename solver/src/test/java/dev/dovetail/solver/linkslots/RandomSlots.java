package dev.dovetail.solver.linkslots;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tiny problems of all shapes, conventions of ports, capacities, forwarding, releases, precedences, chunks and deadlines. */
final class RandomSlots {
  private RandomSlots() {}

  static LinkSlotsProblem of(long seed) {
    Random random = new Random(seed);
    int columns = 2 + random.nextInt(2);
    int rows = columns == 2 ? 2 : 1 + random.nextInt(2);
    LocalPorts ports = LocalPorts.values()[random.nextInt(4)];
    Wire wire = new Wire(random.nextInt(4) == 0 ? 2 : 1, 1, Bandwidth.ofBytesPerCycle(1));
    SlotNetwork network = Topologies.mesh(columns, rows, ports, wire);
    List<Flow> flows = new ArrayList<>();
    int count = 3 + random.nextInt(2);
    for (int f = 0; f < count; f++) {
      flows.add(flow(random, f, columns * rows));
    }
    SlotRules rules = new SlotRules(random.nextInt(3) == 0 ? Goal.WEIGHTED_FINISH : Goal.MAKESPAN,
        RoutePolicy.values()[random.nextInt(3)], true, true,
        random.nextInt(4) == 0 ? Forwarding.STORE_AND_FORWARD : Forwarding.CUT_THROUGH, false, random.nextInt(2), true);
    return new LinkSlotsProblem("random" + seed, network, flows, rules);
  }

  private static Flow flow(Random random, int f, int tiles) {
    int a = random.nextInt(tiles);
    int b = (a + 1 + random.nextInt(tiles - 1)) % tiles;
    int c = 0;
    while (c == a || c == b) {
      c++;
    }
    long release = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
    long deadline = random.nextInt(5) == 0 ? 8 + random.nextInt(8) : Flow.NO_DEADLINE;
    int chunks = random.nextInt(8) == 0 ? 2 : 1;
    boolean waits = f > 0 && random.nextInt(3) == 0;
    int before = f == 0 ? 0 : random.nextInt(f);
    FlowKind kind = switch (random.nextInt(4)) {
      case 0 -> FlowKind.MULTICAST;
      case 1 -> FlowKind.REDUCE;
      default -> FlowKind.UNICAST;
    };
    return new Flow("f" + f, kind, kind == FlowKind.REDUCE ? List.of(a, c) : List.of(a),
        kind == FlowKind.MULTICAST ? List.of(b, c) : List.of(b), 1 + random.nextInt(3), release, deadline, random.nextInt(3), 0,
        null, chunks, waits ? List.of(new Flow.After(before, -1, random.nextInt(2))) : List.of(), List.of());
  }
}
