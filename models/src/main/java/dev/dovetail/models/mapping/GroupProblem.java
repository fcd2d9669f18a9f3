package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fusion group as an allocation problem of its own: what it reads of other groups is an input in DRAM, what others read of it is an
 * output.
 *
 * <p>Role: with barriers the groups of a mapping are exactly such problems, one after another; without them a group's problem says what it
 * costs alone.
 */
public final class GroupProblem {
  private GroupProblem() {}

  /**
   * The problem of some layers. Layers that must share one core with layers of other groups are only held together among themselves.
   *
   * @param layers names of the layers, at least one
   */
  public static AllocationProblem of(AllocationProblem whole, Set<String> layers) {
    Workload network = whole.workload();
    List<Layer> own = network.layers().stream().filter(l -> layers.contains(l.name())).toList();
    Set<String> made = new HashSet<>();
    own.forEach(l -> made.add(l.output()));
    Set<String> readOutside = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (!layers.contains(layer.name())) {
        layer.operands().forEach(o -> readOutside.add(o.tensor()));
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Layer layer : own) {
      for (Operand operand : layer.operands()) {
        Tensor t = network.tensor(operand.tensor());
        tensors.putIfAbsent(t.name(), made.contains(t.name()) ? made(t, readOutside) : read(t));
      }
      Tensor out = network.tensor(layer.output());
      tensors.putIfAbsent(out.name(), made(out, readOutside));
    }
    Map<String, Set<String>> allowed = new HashMap<>();
    Map<String, LayerGrid> grids = new HashMap<>();
    for (Layer layer : own) {
      if (whole.allowed().containsKey(layer.name())) {
        allowed.put(layer.name(), whole.allowed().getOrDefault(layer.name(), Set.of()));
      }
      LayerGrid grid = whole.grids().get(layer.name());
      if (grid != null) {
        grids.put(layer.name(), grid);
      }
    }
    List<Set<String>> together = new ArrayList<>();
    for (Set<String> set : whole.together()) {
      Set<String> inside = new HashSet<>(set);
      inside.retainAll(layers);
      if (inside.size() > 1) {
        together.add(inside);
      }
    }
    return new AllocationProblem(whole.name(), new Workload(network.name(), own, tensors), whole.accelerator(), whole.costs(),
        whole.objective(), allowed, together, grids,
        new Handovers(inside(whole.handovers().throughDram(), layers), inside(whole.handovers().onChip(), layers)),
        whole.options());
  }

  private static Tensor read(Tensor t) {
    return t.isFromDram() ? t : new Tensor(t.name(), t.shape(), t.bitsPerElement(), Tensor.Role.INPUT, false);
  }

  private static Tensor made(Tensor t, Set<String> readOutside) {
    return new Tensor(t.name(), t.shape(), t.bitsPerElement(), t.role(), t.isOutput() || readOutside.contains(t.name()));
  }

  private static Set<Handovers.Handover> inside(Set<Handovers.Handover> all, Set<String> layers) {
    Set<Handovers.Handover> inside = new HashSet<>();
    for (Handovers.Handover handover : all) {
      if (layers.contains(handover.producer()) && layers.contains(handover.consumer())) {
        inside.add(handover);
      }
    }
    return inside;
  }
}
