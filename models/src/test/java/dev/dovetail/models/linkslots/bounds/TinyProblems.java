package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random problems of a few messages: all conventions, policies, trees, capacities, delays, rates, releases, precedences, chunks. */
final class TinyProblems {
  private final Random random;

  TinyProblems(long seed) {
    random = new Random(seed);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private Wire wire() {
    Bandwidth rate = chance(4) ? pick(List.of(new Bandwidth(2, 1), new Bandwidth(1, 2))) : Bandwidth.ofBytesPerCycle(1);
    return new Wire(chance(4) ? 2 : 1, chance(3) ? random.nextInt(3) : 1, rate);
  }

  private SlotNetwork network(LocalPorts ports, boolean mesh) {
    SlotNetworkBuilder builder =
        chance(2) ? new SlotNetworkBuilder(ports) : new SlotNetworkBuilder(ports, wire(), wire());
    if (mesh) {
      return Topologies.mesh(chance(2) ? 2 : 3, chance(3) ? 1 : 2, builder, chance(2) ? Wire.UNIT : wire());
    }
    if (chance(2)) {
      return Topologies.ring(3 + random.nextInt(2), false, builder, chance(2) ? Wire.UNIT : wire());
    }
    int n = 3 + random.nextInt(2);
    for (int i = 0; i < n; i++) {
      builder.tile("t" + i);
    }
    for (int i = 1; i < n; i++) {
      builder.duplex(i, random.nextInt(i), wire());
    }
    for (int extra = random.nextInt(3); extra > 0; extra--) {
      int a = random.nextInt(n);
      builder.link(a, (a + 1 + random.nextInt(n - 1)) % n, wire());
    }
    return builder.build();
  }

  private SlotRules rules(Goal goal, boolean mesh) {
    List<RoutePolicy> policies = new ArrayList<>(List.of(RoutePolicy.FREE, RoutePolicy.SHORTEST, RoutePolicy.LISTED));
    if (mesh) {
      policies.addAll(List.of(RoutePolicy.XY, RoutePolicy.XY_YX));
    }
    boolean all = goal != Goal.DEADLINE || chance(5);
    return new SlotRules(goal, pick(policies), !chance(4), !chance(4),
        chance(4) ? Forwarding.STORE_AND_FORWARD : Forwarding.CUT_THROUGH, chance(6), chance(4) ? 1 : 0, all);
  }

  /** A problem of two to four messages, as far as each tile is reached by each other one. */
  LinkSlotsProblem next(Goal goal) {
    boolean mesh = !chance(3);
    LocalPorts ports = pick(List.of(LocalPorts.values()));
    SlotNetwork network = network(ports, mesh);
    SlotRules rules = rules(goal, mesh && network.isMesh());
    boolean periodic = goal == Goal.DEADLINE && chance(2);
    int n = rules.waiting() ? 2 : 2 + random.nextInt(3);
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      flows.add(flow(i, network, goal, periodic));
    }
    LinkSlotsProblem problem = new LinkSlotsProblem("tiny", network, flows, rules);
    return rules.routes() == RoutePolicy.LISTED ? listing(problem) : problem;
  }

  /** Many short messages between four tiles, whatever the convention: full cuts whose links meet at routers. */
  LinkSlotsProblem dense() {
    LocalPorts ports = pick(List.of(LocalPorts.values()));
    SlotNetworkBuilder builder = new SlotNetworkBuilder(ports);
    SlotNetwork network = chance(2) ? Topologies.mesh(2, 2, builder, Wire.UNIT) : Topologies.ring(4, false, builder, Wire.UNIT);
    long volume = 1 + random.nextInt(2);
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      for (int d = 0; d < 4; d++) {
        if (s != d && !chance(3)) {
          flows.add(Flow.unicast(s + "-" + d, s, d, volume));
        }
      }
    }
    if (flows.isEmpty()) {
      flows.add(Flow.unicast("0-1", 0, 1, volume));
    }
    return new LinkSlotsProblem("dense", network, flows, SlotRules.DEFAULT);
  }

  private Flow flow(int i, SlotNetwork network, Goal goal, boolean periodic) {
    List<Integer> tiles = new ArrayList<>();
    for (int t = 0; t < network.tiles().size(); t++) {
      tiles.add(t);
    }
    Collections.shuffle(tiles, random);
    FlowKind kind = tiles.size() < 3 || !chance(3) ? FlowKind.UNICAST : pick(List.of(FlowKind.MULTICAST, FlowKind.REDUCE));
    int few = Math.min(tiles.size() - 1, 2 + random.nextInt(2));
    // Several messages want the same tiles more often than chance would have it.
    int hot = chance(2) ? tiles.indexOf(0) : 0;
    Collections.swap(tiles, 0, hot);
    List<Integer> one = tiles.subList(0, 1);
    List<Integer> others = tiles.subList(1, kind == FlowKind.UNICAST ? 2 : 1 + few);
    boolean from = kind == FlowKind.UNICAST ? chance(2) : kind == FlowKind.MULTICAST;
    long period = periodic ? pick(List.of(2L, 4L, 6L)) : 0;
    long deadline = goal == Goal.DEADLINE || chance(8) ? 2 + random.nextInt(periodic ? 8 : 12) : Flow.NO_DEADLINE;
    List<Flow.After> after = i > 0 && chance(5) ? List.of(new Flow.After(random.nextInt(i), -1, random.nextInt(3))) : List.of();
    return new Flow("f" + i, kind, from ? one : others, from ? others : one, 1 + random.nextInt(chance(3) ? 6 : 3),
        chance(3) ? random.nextInt(5) : 0, deadline, random.nextInt(4), period, null, chance(8) ? 2 : 1, after, List.of());
  }

  /** The same problem with up to three of each message's routes listed. */
  private LinkSlotsProblem listing(LinkSlotsProblem problem) {
    TinyRoutes routes = new TinyRoutes(problem.with(problem.rules().withRoutes(RoutePolicy.FREE)));
    List<List<List<Integer>>> lists = new ArrayList<>();
    problem.flows().forEach(f -> lists.add(new ArrayList<>()));
    problem.messages().forEach(m -> {
      List<List<Integer>> all = new ArrayList<>(routes.of(m));
      Collections.shuffle(all, random);
      lists.get(m.flow()).addAll(all.subList(0, Math.min(all.size(), 1 + random.nextInt(3))));
    });
    List<Flow> flows = new ArrayList<>();
    for (int f = 0; f < lists.size(); f++) {
      Flow old = problem.flows().get(f);
      flows.add(new Flow(old.id(), old.kind(), old.sources(), old.destinations(), old.volume(), old.release(), old.deadline(),
          old.weight(), old.period(), old.group(), old.chunks(), old.after(), lists.get(f)));
    }
    return new LinkSlotsProblem("tiny", problem.network(), flows, problem.rules());
  }
}
