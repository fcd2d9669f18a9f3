package dev.dovetail.solver.mapping;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a group's problem is but for names: two groups of one shape have the same schedules, and are solved once.
 *
 * @param layers with names by their place
 * @param tensors with names by their place
 * @param allowed cores of each layer, or null
 * @param grids of each layer, or null
 * @param costs of each whole layer on each core
 * @param handovers rules, by place
 * @param together groups of layers on one core, by place
 */
record GroupShape(List<Layer> layers, List<Tensor> tensors, List<@Nullable Set<String>> allowed, List<@Nullable LayerGrid> grids,
    List<List<CostPoint>> costs, Handovers handovers, Set<Set<String>> together) {

  static GroupShape of(AllocationProblem problem) {
    Map<String, String> tensorName = tensorNames(problem);
    Map<String, String> layerName = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    List<@Nullable Set<String>> allowed = new ArrayList<>();
    List<@Nullable LayerGrid> grids = new ArrayList<>();
    List<List<CostPoint>> costs = new ArrayList<>();
    for (Layer layer : problem.workload().layers()) {
      layerName.put(layer.name(), "l" + layerName.size());
      List<Operand> operands = layer.operands().stream()
          .map(o -> new Operand(renamed(tensorName, o.tensor()), o.shape(), o.maps(), o.views())).toList();
      layers.add(new Layer(renamed(layerName, layer.name()), layer.operator(), operands, renamed(tensorName, layer.output()),
          layer.shape(), layer.axes(), layer.reductions(), layer.groups(), List.of()));
      allowed.add(problem.allowed().get(layer.name()));
      grids.add(problem.grids().get(layer.name()));
      for (Core core : problem.accelerator().cores()) {
        costs.add(problem.runs(layer, core)
            ? problem.costs().points(problem.workload(), layer, layer.outputBox(), core)
            : List.of());
      }
    }
    List<Tensor> tensors = problem.workload().tensors().values().stream()
        .map(t -> new Tensor(renamed(tensorName, t.name()), t.shape(), t.bitsPerElement(), t.role(), t.isOutput())).toList();
    Set<Set<String>> together = new HashSet<>();
    problem.together().forEach(s -> together.add(Set.copyOf(s.stream().map(l -> renamed(layerName, l)).toList())));
    return new GroupShape(layers, tensors, allowed, grids, costs,
        new Handovers(renamed(layerName, problem.handovers().throughDram()), renamed(layerName, problem.handovers().onChip())),
        together);
  }

  private static Map<String, String> tensorNames(AllocationProblem problem) {
    Map<String, String> names = new HashMap<>();
    problem.workload().tensors().keySet().forEach(t -> names.put(t, "t" + names.size()));
    return names;
  }

  private static String renamed(Map<String, String> names, String name) {
    return Objects.requireNonNull(names.get(name), name);
  }

  private static Set<Handovers.Handover> renamed(Map<String, String> names, Set<Handovers.Handover> handovers) {
    Set<Handovers.Handover> all = new HashSet<>();
    handovers.forEach(h -> all.add(new Handovers.Handover(renamed(names, h.producer()), renamed(names, h.consumer()))));
    return all;
  }

  /** The schedule of a problem as one of another problem of the same shape. */
  static Schedule translated(Schedule schedule, AllocationProblem from, AllocationProblem to) {
    Map<String, String> tensors = new HashMap<>();
    List<String> names = List.copyOf(to.workload().tensors().keySet());
    from.workload().tensors().keySet().forEach(t -> tensors.put(t, names.get(tensors.size())));
    Map<String, String> layers = new HashMap<>();
    for (Layer layer : from.workload().layers()) {
      layers.put(layer.name(), to.workload().layers().get(layers.size()).name());
    }
    return new Schedule(
        schedule.tasks().stream().map(t -> new Schedule.Task(renamed(layers, t.layer()), t.box(), t.core(), t.costPoint(),
            t.start(), t.end(), t.reads(), t.writes())).toList(),
        schedule.buffers().stream().map(b -> new Schedule.Buffer(b.core(), renamed(tensors, b.tensor()), b.boxes(), b.bytes(),
            b.from(), b.until())).toList(),
        schedule.transfers().stream().map(x -> new Schedule.Transfer(x.kind(), renamed(tensors, x.tensor()), x.boxes(), x.bytes(),
            x.source(), x.targets(), x.dram(), x.route(), x.start(), x.end())).toList());
  }
}
