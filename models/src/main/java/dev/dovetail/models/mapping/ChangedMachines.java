package dev.dovetail.models.mapping;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * What relaxing the hardware would buy: the problem on machines with one thing more each.
 *
 * <p>Role: bounds of these beside the bound of the problem tell which part of the machine binds. They are bounds: no mapping of the changed
 * machine is better than its bound; that one is as good is not said.
 */
public final class ChangedMachines {
  private static final long MEBIBYTE = 1L << 20;

  private final MappingProblem problem;
  private final Accelerator machine;
  private final List<ChangedMachine> all = new ArrayList<>();

  private ChangedMachines(MappingProblem problem) {
    this.problem = problem;
    this.machine = problem.base().accelerator();
  }

  /** Twice the DRAM bandwidth, twice the links, both, more memory, one more core of each type, faster cores of each type. */
  public static List<ChangedMachine> of(MappingProblem problem) {
    ChangedMachines machines = new ChangedMachines(problem);
    machines.channels();
    machines.memories("1 MiB more memory in each core", bytes -> bytes > Long.MAX_VALUE - MEBIBYTE ? bytes : bytes + MEBIBYTE);
    machines.memories("twice the memory in each core", bytes -> bytes > Long.MAX_VALUE / 2 ? bytes : 2 * bytes);
    machines.cores();
    return List.copyOf(machines.all);
  }

  private void channels() {
    Predicate<Channel> port = c -> c.kind() == Channel.Kind.DRAM_PORT;
    boolean ports = machine.channels().stream().anyMatch(port);
    boolean others = machine.channels().stream().anyMatch(port.negate());
    if (ports) {
      wider("one more DRAM port (twice the DRAM bandwidth)", port);
    }
    if (others) {
      wider("buses and links twice as wide", port.negate());
    }
    if (ports && others) {
      wider("DRAM ports, buses and links twice as wide", c -> true);
    }
  }

  private void wider(String change, Predicate<Channel> which) {
    List<Channel> channels = machine.channels().stream()
        .map(c -> which.test(c)
            ? new Channel(c.name(), c.kind(), c.bandwidth().plus(c.bandwidth()), c.latencyCycles(), c.femtojoulesPerByte(),
                c.capacity())
            : c)
        .toList();
    add(change, machine.cores(), new LinkNetwork(machine.nodes(), channels, machine.edges()), problem.base().costs(),
        problem.requirements());
  }

  private void memories(String change, LongUnaryOperator more) {
    List<Core> cores = machine.cores().stream().map(c -> {
      List<LocalMemory> memories = new ArrayList<>(c.memories());
      memories.set(memories.size() - 1, c.buffer().withBytes(more.applyAsLong(c.capacityBytes())));
      return new Core(c.name(), c.type(), c.array(), c.unrollings(), memories, c.operators(), c.operationFemtojoules(), c.lanes(),
          c.dataflow());
    }).toList();
    add(change, cores, machine.links(), problem.base().costs(), problem.requirements());
  }

  private void cores() {
    Set<String> reserved = new HashSet<>();
    for (Requirement wish : problem.requirements()) {
      if (wish instanceof Requirement.ReserveCore reserve) {
        reserved.add(reserve.core());
      }
    }
    Map<String, Integer> first = new java.util.LinkedHashMap<>();
    for (int c = 0; c < machine.cores().size(); c++) {
      if (!reserved.contains(machine.cores().get(c).name())) {
        first.putIfAbsent(machine.cores().get(c).type(), c);
      }
    }
    first.values().forEach(this::oneMore);
    first.keySet().forEach(type -> add("cores of type %s twice as fast".formatted(type), machine.cores(), machine.links(),
        new FasterCosts(problem.base().costs(), type), problem.requirements()));
  }

  /** A core like another one, which may run what that may, on the same links. */
  private void oneMore(int like) {
    Core old = machine.cores().get(like);
    Set<String> taken = new TreeSet<>();
    machine.nodes().forEach(n -> taken.add(n.name()));
    String name = old.name() + "-more";
    while (taken.contains(name)) {
      name += "-more";
    }
    int added = machine.cores().size();
    List<Core> cores = new ArrayList<>(machine.cores());
    cores.add(
        new Core(name, old.type(), old.array(), old.unrollings(), old.memories(), old.operators(), old.operationFemtojoules(),
            old.lanes(), old.dataflow()));
    List<Node> nodes = new ArrayList<>(machine.nodes());
    nodes.add(added, new Node(name, Node.Kind.CORE, added));
    List<Edge> edges = new ArrayList<>();
    Set<Integer> shared = null;
    for (Edge e : machine.edges()) {
      edges.add(new Edge(e.name(), moved(e.from(), added), moved(e.to(), added), e.channels()));
      if (e.from() == like || e.to() == like) {
        edges.add(new Edge(e.name() + " (" + name + ")", e.from() == like ? added : moved(e.from(), added),
            e.to() == like ? added : moved(e.to(), added), e.channels()));
        shared = shared == null ? new TreeSet<>(e.channels()) : both(shared, e.channels());
      }
    }
    if (shared != null && !shared.isEmpty()) { // a bus, which joins the two as well
      edges.add(new Edge(old.name() + "->" + name, like, added, List.copyOf(shared)));
      edges.add(new Edge(name + "->" + old.name(), added, like, List.copyOf(shared)));
    }
    List<Requirement> wishes = new ArrayList<>();
    for (Requirement wish : problem.requirements()) {
      wishes.add(shared(wish, old.name(), name));
      if (wish instanceof Requirement.Cap cap && cap.core().equals(old.name())) {
        wishes.add(new Requirement.Cap(name, cap.bytes()));
      }
    }
    add("one more core like %s, on the same links".formatted(old.name()), cores,
        new LinkNetwork(nodes, machine.channels(), edges),
        problem.base().costs(), wishes, old.name(), name);
  }

  private static int moved(int node, int added) {
    return node < added ? node : node + 1;
  }

  private static Set<Integer> both(Set<Integer> some, List<Integer> others) {
    some.retainAll(others);
    return some;
  }

  /** A wish that names a core, as it is for the two of them. */
  private static Requirement shared(Requirement wish, String core, String more) {
    if (wish instanceof Requirement.Pin pin && pin.cores().contains(core)) {
      return new Requirement.Pin(pin.layer(), with(pin.cores(), more));
    }
    if (wish instanceof Requirement.Forbid forbid && forbid.cores().contains(core)) {
      return new Requirement.Forbid(forbid.layer(), with(forbid.cores(), more));
    }
    return wish;
  }

  private static Set<String> with(Set<String> cores, String more) {
    Set<String> all = new HashSet<>(cores);
    all.add(more);
    return all;
  }

  private void add(String change, List<Core> cores, LinkNetwork links, CostModel costs, List<Requirement> wishes) {
    add(change, cores, links, costs, wishes, "", "");
  }

  private void add(
      String change, List<Core> cores, LinkNetwork links, CostModel costs, List<Requirement> wishes, String core, String more) {
    AllocationProblem base = problem.base();
    Map<String, Set<String>> allowed = new HashMap<>();
    base.allowed().forEach((layer, names) -> allowed.put(layer, names.contains(core) ? with(names, more) : names));
    AllocationProblem changed = new AllocationProblem(base.name(), base.workload(),
        new Accelerator(machine.name(), cores, links, machine.leakageFemtojoulesPerCycle()), costs, base.objective(), allowed,
        base.together(), base.grids(), base.handovers(), base.options());
    all.add(new ChangedMachine(change, new MappingProblem(changed, wishes, problem.objective(), problem.barriers())));
  }
}
