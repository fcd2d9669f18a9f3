package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.models.links.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small problems for tests. */
final class TinySlots {
  private TinySlots() {}

  static RouteChoices choices(LinkSlotsProblem problem) {
    RouteOptions options = new RouteOptions(problem, 100);
    List<List<TimedRoute>> routes = new ArrayList<>();
    problem.messages().forEach(m -> routes.add(options.of(m).routes()));
    return new RouteChoices(problem, routes);
  }

  static LinkSlotsProblem mesh(int columns, int rows, RoutePolicy policy, Flow... flows) {
    return new LinkSlotsProblem("tiny", Topologies.mesh(columns, rows, LocalPorts.BOTH), List.of(flows),
        SlotRules.DEFAULT.withRoutes(policy));
  }

  /** One phit from each tile to each other one. */
  static LinkSlotsProblem allToAll(int columns, int rows) {
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < columns * rows; s++) {
      for (int d = 0; d < columns * rows; d++) {
        if (s != d) {
          flows.add(Flow.unicast(s + "-" + d, s, d, 1));
        }
      }
    }
    return mesh(columns, rows, RoutePolicy.SHORTEST, flows.toArray(Flow[]::new));
  }

  /** Three or four flows of all kinds on two by two or three by one tiles, with every convention of ports and every other rule. */
  static LinkSlotsProblem random(long seed) {
    Random random = new Random(seed);
    int columns = 2 + random.nextInt(2);
    int rows = columns == 2 ? 2 : 1;
    LocalPorts ports = LocalPorts.values()[random.nextInt(4)];
    Wire wire = new Wire(random.nextInt(4) == 0 ? 2 : 1, 1, Bandwidth.ofBytesPerCycle(1));
    SlotNetwork network = Topologies.mesh(columns, rows, ports, wire);
    List<Flow> flows = new ArrayList<>();
    int count = 3 + random.nextInt(2);
    for (int f = 0; f < count; f++) {
      flows.add(flow(random, f, columns * rows));
    }
    RoutePolicy policy = RoutePolicy.values()[random.nextInt(4)];
    SlotRules rules = SlotRules.DEFAULT.withRoutes(policy);
    return new LinkSlotsProblem("random" + seed, network, flows,
        random.nextInt(3) == 0 ? rules.withGoal(Goal.WEIGHTED_FINISH) : rules);
  }

  private static Flow flow(Random random, int f, int tiles) {
    int a = random.nextInt(tiles);
    int b = (a + 1 + random.nextInt(tiles - 1)) % tiles;
    int c = 0;
    while (c == a || c == b) {
      c++;
    }
    int volume = 1 + random.nextInt(2);
    int release = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
    int weight = random.nextInt(3);
    int chunks = random.nextInt(6) == 0 ? 2 : 1;
    List<Flow.After> after =
        f > 0 && random.nextInt(3) == 0 ? List.of(new Flow.After(random.nextInt(f), -1, random.nextInt(2))) : List.of();
    FlowKind kind = switch (random.nextInt(4)) {
      case 0 -> FlowKind.MULTICAST;
      case 1 -> FlowKind.REDUCE;
      default -> FlowKind.UNICAST;
    };
    List<Integer> from = kind == FlowKind.REDUCE ? List.of(a, c) : List.of(a);
    List<Integer> to = kind == FlowKind.MULTICAST ? List.of(b, c) : List.of(b);
    return new Flow("f" + f, kind, from, to, volume, release, Flow.NO_DEADLINE, weight, 0, null, chunks, after, List.of());
  }
}
