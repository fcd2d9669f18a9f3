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
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small random problems with every rule: ports, capacities, trees, in-trees, chunks, releases, precedences, frames. */
final class RandomFlowSets {
  private RandomFlowSets() {}

  static LinkSlotsProblem of(long seed, int flows, int columns, int rows, Goal goal) {
    Random random = new Random(seed);
    Wire wire = new Wire(random.nextInt(3) == 0 ? 2 : 1, 1 + random.nextInt(2), Bandwidth.ofBytesPerCycle(1));
    SlotNetwork network = Topologies.mesh(columns, rows, LocalPorts.values()[random.nextInt(4)], wire);
    List<Flow> list = new ArrayList<>();
    for (int f = 0; f < flows; f++) {
      list.add(flow(random, f, columns * rows));
    }
    SlotRules d = SlotRules.DEFAULT;
    SlotRules rules = new SlotRules(goal, RoutePolicy.values()[random.nextInt(4)], random.nextInt(4) > 0, random.nextInt(4) > 0,
        random.nextInt(4) == 0 ? Forwarding.STORE_AND_FORWARD : Forwarding.CUT_THROUGH, random.nextInt(4) == 0, random.nextInt(2),
        d.allServed());
    return new LinkSlotsProblem("random" + seed, network, list, rules);
  }

  private static Flow flow(Random random, int f, int tiles) {
    List<Integer> order = new ArrayList<>();
    for (int t = 0; t < tiles; t++) {
      order.add(t);
    }
    Collections.shuffle(order, random);
    int many = 2 + random.nextInt(Math.max(1, Math.min(4, tiles - 2)));
    FlowKind kind = switch (random.nextInt(4)) {
      case 0 -> FlowKind.MULTICAST;
      case 1 -> FlowKind.REDUCE;
      default -> FlowKind.UNICAST;
    };
    List<Integer> from = kind == FlowKind.REDUCE ? order.subList(0, Math.min(many, tiles - 1)) : order.subList(0, 1);
    List<Integer> rest = order.subList(from.size(), tiles);
    List<Integer> to = kind == FlowKind.MULTICAST ? rest.subList(0, Math.min(many, rest.size())) : rest.subList(0, 1);
    List<Flow.After> after =
        f > 0 && random.nextInt(3) == 0 ? List.of(new Flow.After(random.nextInt(f), -1, random.nextInt(3))) : List.of();
    return new Flow("f" + f, kind, from, to, 1 + random.nextInt(4), random.nextInt(3) == 0 ? random.nextInt(5) : 0,
        Flow.NO_DEADLINE,
        random.nextInt(3), 0, null, random.nextInt(5) == 0 ? 2 : 1, after, List.of());
  }
}
