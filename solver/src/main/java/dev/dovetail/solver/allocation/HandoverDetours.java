package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The detours through DRAM that a problem's handover rules demand, and those that they rule out. */
final class HandoverDetours {
  private final Set<Plan.Detour> demanded = new HashSet<>();
  private final Set<Plan.Detour> ruledOut = new HashSet<>();

  HandoverDetours(AllocationProblem problem) {
    Handovers handovers = problem.handovers();
    if (handovers.isFree()) {
      return;
    }
    // Tensors by their index in the workload, as in a tile graph.
    List<Tensor> tensors = new ArrayList<>(problem.workload().tensors().values());
    Map<String, Integer> index = new HashMap<>();
    for (int t = 0; t < tensors.size(); t++) {
      index.put(tensors.get(t).name(), t);
    }
    Map<String, Integer> producers = problem.workload().producers();
    List<Layer> layers = problem.workload().layers();
    for (int l = 0; l < layers.size(); l++) {
      for (Operand operand : layers.get(l).operands()) {
        Integer producer = producers.get(operand.tensor());
        if (producer != null) {
          Handovers.Handover handover = new Handovers.Handover(layers.get(producer).name(), layers.get(l).name());
          Plan.Detour detour = new Plan.Detour(index.getOrDefault(operand.tensor(), -1), l);
          if (handovers.throughDram().contains(handover)) {
            demanded.add(detour);
          }
          if (handovers.onChip().contains(handover)) {
            ruledOut.add(detour);
          }
        }
      }
    }
  }

  /** The detours chosen, without those ruled out and with those demanded; the caller's to change. */
  Set<Plan.Detour> with(Set<Plan.Detour> chosen) {
    Set<Plan.Detour> all = new HashSet<>(chosen);
    all.removeAll(ruledOut);
    all.addAll(demanded);
    return all;
  }

  /** Whether a detour may be taken. */
  boolean allows(Plan.Detour detour) {
    return !ruledOut.contains(detour);
  }
}
