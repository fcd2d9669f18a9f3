package dev.dovetail.solver.cli;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.MappingChoice;
import dev.dovetail.solver.report.layer.PieceView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A layer of a network under the mapping with the fewest cycles, ready to be shown. */
final class NetworkLayer {
  private final AllocationProblem problem;
  private final MaestroMode mode;

  NetworkLayer(AllocationProblem problem, MaestroMode mode) {
    this.problem = problem;
    this.mode = mode;
  }

  /**
   * A picture of a layer.
   *
   * @param name of the layer
   * @param type of the core; null for the one with the fewest cycles
   * @param given dataflows instead of those that the cores declare; empty for those
   * @param candidates most choices of tile sizes per dataflow; null for what the core declares
   */
  LayerPicture picture(String name, @Nullable String type, List<Dataflow> given, @Nullable Long candidates) {
    Layer layer = NetworkCost.layers(problem, name).get(0);
    MappingChoice best = null;
    CoreCosts on = null;
    List<String> without = new ArrayList<>();
    boolean declared = false;
    for (Core core : cores(type)) {
      CoreCosts costs = new CoreCosts(problem, List.of(layer), core, given, candidates);
      Optional<LayerMappings.Work> work =
          costs.entries().stream().map(CoreCosts.Entry::work).filter(Objects::nonNull).findFirst();
      declared |= work.isPresent();
      Optional<MappingChoice> choice =
          work.flatMap(w -> MappingChoice.best(w, MappingChoice.CYCLES, mode, mappings(costs).core().hardware()));
      if (choice.isEmpty() && !costs.entries().isEmpty()) {
        without.add(core.type());
      }
      if (choice.isPresent() && (best == null || choice.get().cycles(mode) < best.cycles(mode))) {
        best = choice.get();
        on = costs;
      }
    }
    if (best == null || on == null) {
      throw new BadInputException(
          "The layer (%s, %s) has no mapping by directives on %s.".formatted(name, layer.operator().name(), without),
          layer.operator().operatorClass() != OperatorClass.MATRIX
              ? "show a convolution or a matrix product."
              : declared
                  ? "no tile fits the memories: 'dovetail cost' with '--layer %s' tells what is dropped and why.".formatted(name)
                  : "the cores declare no dataflow for it: add '--dataflow kcp_ws'.");
    }
    MappingChoice.Part part = PieceView.largest(best);
    LayerMappings.Work work = Objects.requireNonNull(on.entries().get(0).work());
    String title = name + " of " + problem.workload().name();
    return new LayerPicture(PieceView.of(title, on.core().type(), part, mappings(on).core(), mode), PieceView.note(work, part));
  }

  private static LayerMappings mappings(CoreCosts costs) {
    return Objects.requireNonNull(costs.mappings());
  }

  private Collection<Core> cores(@Nullable String type) {
    Map<String, Core> types = NetworkCost.types(problem);
    if (type == null) {
      return types.values();
    }
    Core core = types.get(type);
    if (core == null) {
      throw new BadInputException(
          "The accelerator (%s) has no core of type (%s).".formatted(problem.accelerator().name(), type),
          Suggestions.instead(type, types.keySet()));
    }
    return List.of(core);
  }
}
