package dev.dovetail.models.mapping;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pieces of a conflict in an architect's words. */
final class ConflictWords {
  private final AllocationProblem base;
  private final Question conflict;
  private final Refutation refutation;

  ConflictWords(AllocationProblem base, Question conflict, Refutation refutation) {
    this.base = base;
    this.conflict = conflict;
    this.refutation = refutation;
  }

  /** Wishes first, then operators, then memories, of which equal ones share a line. */
  List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    conflict.wishes().forEach(w -> pieces.add("it is required that " + w.words()));
    for (int l : refutation.layers()) {
      if (!conflict.everywhere().get(l)) {
        pieces.add(operators(base.workload().layers().get(l)));
      }
    }
    Map<String, List<String>> memories = new LinkedHashMap<>();
    for (int c = 0; c < conflict.capacities().size(); c++) {
      if (conflict.capacities().get(c) < Question.UNLIMITED) {
        memories.computeIfAbsent(memory(c), k -> new ArrayList<>()).add(base.accelerator().cores().get(c).name());
      }
    }
    memories.forEach((words, cores) -> pieces.add(words.formatted(String.join(", ", cores))));
    return pieces;
  }

  private String operators(Layer layer) {
    List<String> able = base.accelerator().cores().stream().filter(c -> base.runs(layer, c)).map(Core::name).toList();
    String operator = layer.operator().toString();
    return able.isEmpty()
        ? "no core of the accelerator (%s) runs its operator (%s) at a cost that the model (%s) knows"
            .formatted(base.accelerator().name(), operator, base.costs().name())
        : "of the cores of the accelerator (%s) only %s run%s the operator (%s) of the layer (%s)".formatted(
            base.accelerator().name(),
            String.join(", ", able), able.size() == 1 ? "s" : "", operator, layer.name());
  }

  private String memory(int core) {
    return "the memory of %s has " + Conflicts.grouped(base.accelerator().cores().get(core).capacityBytes()) + " bytes";
  }
}
