package dev.dovetail.models.mapping;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An allocation problem under a user's wishes. */
final class Requirements {
  private final AllocationProblem base;
  private final Map<String, Set<String>> allowed;
  private final List<Set<String>> together;
  private final Map<String, LayerGrid> grids;
  private final List<Requirement> requirements;
  private final Set<String> reservedChannels = new HashSet<>();
  private final Map<String, Long> caps = new HashMap<>();

  private Requirements(AllocationProblem base, List<Requirement> requirements) {
    this.base = base;
    this.requirements = requirements;
    this.allowed = new HashMap<>(base.allowed());
    this.together = new ArrayList<>(base.together());
    this.grids = new HashMap<>(base.grids());
  }

  static AllocationProblem applied(AllocationProblem base, List<Requirement> requirements) {
    if (requirements.isEmpty()) {
      return base;
    }
    if (GroupWishes.refute(base.workload(), requirements).isPresent()) {
      Conflicts.check(base, requirements);
    }
    Requirements all = new Requirements(base, requirements);
    requirements.forEach(all::add);
    return all.problem();
  }

  /** Every handover of a network: the pairs of a layer and one that reads its output, in the network's order. */
  static List<Handovers.Handover> handovers(Workload workload) {
    Map<String, Integer> producers = workload.producers();
    Set<Handovers.Handover> all = new LinkedHashSet<>();
    for (Layer layer : workload.layers()) {
      for (Operand operand : layer.operands()) {
        Integer producer = producers.get(operand.tensor());
        if (producer != null) {
          all.add(new Handovers.Handover(workload.layers().get(producer).name(), layer.name()));
        }
      }
    }
    return List.copyOf(all);
  }

  private void add(Requirement requirement) {
    if (requirement instanceof Requirement.Pin pin) {
      allowed.merge(pin.layer(), pin.cores(), Requirements::both);
    } else if (requirement instanceof Requirement.Forbid forbid) {
      allowed.merge(forbid.layer(), allBut(forbid.cores()), Requirements::both);
    } else if (requirement instanceof Requirement.Together group) {
      together.add(group.layers());
    } else if (requirement instanceof Requirement.Tiles tiles) {
      grids.put(tiles.layer(), tiles.grid());
    } else if (requirement instanceof Requirement.ReserveCore reserve) {
      for (Layer layer : base.workload().layers()) {
        allowed.merge(layer.name(), allBut(Set.of(reserve.core())), Requirements::both);
      }
      caps.put(reserve.core(), 0L);
    } else if (requirement instanceof Requirement.ReserveChannel reserve) {
      reservedChannels.add(reserve.channel());
    } else if (requirement instanceof Requirement.Cap cap) {
      caps.merge(cap.core(), cap.bytes(), Math::min);
    }
  }

  private Set<String> allBut(Set<String> cores) {
    return base.accelerator().cores().stream().map(Core::name).filter(c -> !cores.contains(c)).collect(Collectors.toSet());
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private AllocationProblem problem() {
    Accelerator accelerator = base.accelerator();
    Map<String, Core> original = accelerator.cores().stream().collect(Collectors.toMap(Core::name, c -> c));
    List<Core> cores = accelerator.cores().stream().map(this::capped).toList();
    CostModel costs = cores.equals(accelerator.cores()) ? base.costs() : new CostsOfOriginals(base.costs(), original);
    return new AllocationProblem(
        base.name(), base.workload(),
        new Accelerator(accelerator.name(), cores, links(accelerator.links()), accelerator.leakageFemtojoulesPerCycle()), costs,
        base.objective(), allowed, together, grids, GroupWishes.handovers(base.workload(), requirements), base.options());
  }

  /** A core with less memory is of another type: it is not interchangeable with the others of its type any more. */
  private Core capped(Core core) {
    Long cap = caps.get(core.name());
    if (cap == null || cap >= core.capacityBytes()) {
      return core;
    }
    List<LocalMemory> memories = new ArrayList<>(core.memories());
    memories.set(memories.size() - 1, core.buffer().withBytes(cap));
    return new Core(core.name(), core.type() + " with " + cap + " bytes", core.array(), core.unrollings(), memories,
        core.operators(), core.operationFemtojoules(), core.lanes(), core.dataflow(), core.estimated());
  }

  private LinkNetwork links(LinkNetwork links) {
    if (reservedChannels.isEmpty()) {
      return links;
    }
    List<Edge> edges = links.edges().stream()
        .filter(e -> e.channels().stream().noneMatch(c -> reservedChannels.contains(links.channels().get(c).name())))
        .toList();
    return new LinkNetwork(links.nodes(), links.channels(), edges);
  }
}
