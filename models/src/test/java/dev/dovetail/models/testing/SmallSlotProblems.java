package dev.dovetail.models.testing;

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
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTables;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Hand-made problems of kind link-slots with an executable table each: one for every sort of replay. */
public final class SmallSlotProblems {
  /**
   * A problem and a table that is executable.
   *
   * @param name for reports
   * @param problem what is asked
   * @param table routes and slots
   */
  public record Example(String name, LinkSlotsProblem problem, SlotTable table) {
    /** The table with what sources and routers are loaded with. */
    public SlotTable loaded() {
      return new SlotTable(table.transmissions(), table.period(), SlotTables.of(problem, table.transmissions()));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private SmallSlotProblems() {}

  /** All of them. */
  public static List<Example> all() {
    List<Example> all = new ArrayList<>();
    for (LocalPorts ports : LocalPorts.values()) {
      Fig5 figure = new Fig5(ports);
      all.add(new Example("Fig. 5 with ports " + ports, figure.problem(), figure.figure()));
      all.add(reduce(ports, Forwarding.CUT_THROUGH, 3));
      all.add(reduce(ports, Forwarding.STORE_AND_FORWARD, 0));
      all.add(buffered(ports));
    }
    all.add(periodic());
    all.add(streams());
    all.add(wide());
    return all;
  }

  /** Rules that differ from the default in goal, forwarding, waiting and merge delay. */
  public static SlotRules rules(Goal goal, Forwarding forwarding, boolean waiting, long merge) {
    return new SlotRules(goal, RoutePolicy.FREE, true, true, forwarding, waiting, merge, true);
  }

  /** A flow with every detail but groups, chunks, precedences and routes. */
  public static Flow flow(
      String id, FlowKind kind, List<Integer> sources, List<Integer> destinations, long volume, long release, long deadline,
      long period) {
    return new Flow(id, kind, sources, destinations, volume, release, deadline, 1, period, null, 1, List.of(), List.of());
  }

  /** The edges of a network by name. */
  public static List<Integer> edges(SlotNetwork network, String... names) {
    Map<String, Integer> index = network.links().edgeIndices();
    List<Integer> edges = new ArrayList<>();
    for (String name : names) {
      boolean port = name.startsWith("inj(") || name.startsWith("ej(");
      if (!port || network.ports() != LocalPorts.OPEN) {
        edges.add(Objects.requireNonNull(index.get(name), name));
      }
    }
    return edges;
  }

  /** On a 3x2 mesh, 0, 1 and 5 send 3 flits each, added on the way to 4: 0 over 1, where 1 adds its own, and 5 straight. */
  public static Example reduce(LocalPorts ports, Forwarding forwarding, long merge) {
    SlotNetwork mesh = Topologies.mesh(3, 2, ports);
    Flow sum = flow("sum", FlowKind.REDUCE, List.of(0, 1, 5), List.of(4), 3, 0, Flow.NO_DEADLINE, 0);
    LinkSlotsProblem problem =
        new LinkSlotsProblem("reduce", mesh, List.of(sum), rules(Goal.MAKESPAN, forwarding, false, merge));
    List<Integer> route = edges(mesh, "inj(0)", "0->1", "inj(1)", "1->4", "inj(5)", "5->4", "ej(4)");
    return new Example("reduce with ports " + ports + ", " + forwarding, problem,
        new SlotTable(List.of(new Transmission(0, route, 2))));
  }

  /** A multicast over a line that waits before its second link while another message uses it. */
  public static Example buffered(LocalPorts ports) {
    SlotNetwork mesh = Topologies.mesh(3, 1, ports);
    List<Flow> flows = List.of(Flow.multicast("far", 0, List.of(1, 2), 3), Flow.unicast("near", 1, 2, 4));
    LinkSlotsProblem problem =
        new LinkSlotsProblem("buffered", mesh, flows, rules(Goal.MAKESPAN, Forwarding.CUT_THROUGH, true, 0));
    List<Integer> far = edges(mesh, "inj(0)", "0->1", "ej(1)", "1->2", "ej(2)");
    List<Long> waits = far.size() == 5 ? List.of(0L, 0L, 1L, 9L, 0L) : List.of(0L, 9L);
    return new Example("buffers with ports " + ports, problem, new SlotTable(List.of(
        new Transmission(0, far, 0, waits), new Transmission(1, edges(mesh, "inj(1)", "1->2", "ej(2)"), 1))));
  }

  /** Both directions around a ring of 4 at one period of 4. */
  public static Example periodic() {
    SlotNetwork ring = Topologies.ring(4, false, new SlotNetworkBuilder(LocalPorts.BOTH), SlotNetworkBuilder.Wire.UNIT);
    List<Flow> flows = List.of(Flow.unicast("a", 0, 2, 2), Flow.unicast("b", 1, 2, 2), Flow.unicast("c", 2, 0, 4));
    LinkSlotsProblem problem = new LinkSlotsProblem("periodic", ring, flows, SlotRules.DEFAULT.withGoal(Goal.PERIOD));
    // On 1->2, a begins in slot 2 and b in slot 4: [2, 4) and [0, 2) modulo 4.
    return new Example("one period", problem, new SlotTable(List.of(
        new Transmission(0, edges(ring, "inj(0)", "0->1", "1->2", "ej(2)"), 0),
        new Transmission(1, edges(ring, "inj(1)", "1->2", "ej(2)"), 3),
        new Transmission(2, edges(ring, "inj(2)", "2->3", "3->0", "ej(0)"), 1)), 4, null));
  }

  /** Frames on a line of switches with end stations, at periods of 40 and 60 and rates of 2 and 1 per slot, store and forward. */
  public static Example streams() {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.OPEN);
    SlotNetwork line = Topologies.line(2, true, builder, new SlotNetworkBuilder.Wire(1, 2, Bandwidth.ofBytesPerCycle(2)));
    int left = 0;
    int right = 1;
    List<Flow> flows = List.of(
        flow("s0", FlowKind.UNICAST, List.of(left), List.of(right), 8, 0, 30, 40),
        flow("s1", FlowKind.UNICAST, List.of(left), List.of(right), 10, 0, 30, 60));
    LinkSlotsProblem problem =
        new LinkSlotsProblem("streams", line, flows, rules(Goal.DEADLINE, Forwarding.STORE_AND_FORWARD, false, 0));
    List<Integer> route = edges(line, "2->0", "0->1", "1->3");
    // gcd 20: s0 holds each link for 4 slots, s1 for 5; 10 after s0, so that 4 <= 10 <= 20 - 5.
    return new Example("streams", problem,
        new SlotTable(List.of(new Transmission(0, route, 0), new Transmission(1, route, 10))));
  }

  /** Three messages at a time over a link that carries two: the third one waits until the first has gone. */
  public static Example wide() {
    SlotNetworkBuilder.Wire two = new SlotNetworkBuilder.Wire(2, 1, Bandwidth.ofBytesPerCycle(1));
    SlotNetwork line = Topologies.line(2, false, new SlotNetworkBuilder(LocalPorts.BOTH, two, two), two);
    List<Flow> flows = List.of(Flow.unicast("a", 0, 1, 3), Flow.unicast("b", 0, 1, 5), Flow.unicast("c", 0, 1, 2));
    LinkSlotsProblem problem = new LinkSlotsProblem("wide", line, flows, SlotRules.DEFAULT);
    List<Integer> route = edges(line, "inj(0)", "0->1", "ej(1)");
    return new Example("wide links", problem, new SlotTable(
        List.of(new Transmission(0, route, 0), new Transmission(1, route, 0), new Transmission(2, route, 3))));
  }
}
