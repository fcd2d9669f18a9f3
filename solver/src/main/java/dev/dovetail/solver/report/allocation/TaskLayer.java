package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MappingPoint;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.MappingChoice;
import dev.dovetail.solver.report.layer.PieceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The first task of a layer in a schedule, under the mapping that the schedule chose for it. */
final class TaskLayer {
  private final AllocationProblem problem;
  private final Schedule schedule;
  private final MaestroMode mode;

  TaskLayer(AllocationProblem problem, Schedule schedule, MaestroMode mode) {
    this.problem = problem;
    this.schedule = schedule;
    this.mode = mode;
  }

  /**
   * Its picture.
   *
   * @throws BadInputException if there is no such layer, or it does not run under a mapping by directives
   */
  LayerPicture picture(String name) {
    Layer layer = layer(name);
    List<Schedule.Task> tasks = schedule.tasks().stream().filter(t -> t.layer().equals(name)).toList();
    Schedule.Task task =
        tasks.stream()
            .min(Comparator.comparingLong(Schedule.Task::start))
            .orElseThrow(() -> new BadInputException("The mapping has no task of the layer (%s).".formatted(name),
                "it is the mapping of another problem."));
    Core core =
        problem.accelerator().cores().stream().filter(c -> c.name().equals(task.core())).findFirst().orElseThrow();
    if (core.dataflow() == null) {
      throw new BadInputException(
          "The layer (%s) runs on the core (%s), which declares no dataflows.".formatted(name, core.name()),
          layer.operator().operatorClass() == OperatorClass.MATRIX
              ? "show the network's layer: 'dovetail show NETWORK --on ACCELERATOR --layer %s --dataflow kcp_ws'.".formatted(name)
              : "show a convolution or a matrix product.");
    }
    List<CostPoint> points = problem.costs().points(problem.workload(), layer, task.box(), core);
    String label = task.costPoint() < points.size() ? points.get(task.costPoint()).dataflow() : "";
    LayerMappings mappings = LayerMappings.declared(core);
    LayerMappings.Work work = mappings.of(problem.workload(), layer, task.box()).orElse(null);
    MappingChoice choice = work == null ? null : chosen(work, label, mappings).orElse(null);
    if (work == null || choice == null) {
      throw new BadInputException(
          "The task of the layer (%s) on (%s) has no mapping by directives: it runs as (%s).".formatted(name, core.name(), label),
          "the costs come from a table or from a fallback.");
    }
    MappingChoice.Part part = PieceView.largest(choice);
    String place =
        "%s: output %s on %s, cycles %s to %s.".formatted(
            tasks.size() == 1 ? "The layer is one task" : "The first of " + Numbers.count(tasks.size(), "task", "tasks"),
            task.box(),
            core.name(), Numbers.grouped(task.start()), Numbers.grouped(task.end()));
    String title = name + " of " + problem.name();
    return new LayerPicture(
        PieceView.of(title, core.name(), part, mappings.core(), mode),
        (place + " " + PieceView.note(work, part)).strip());
  }

  private Layer layer(String name) {
    List<Layer> all = problem.workload().layers();
    return all.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow(() -> new BadInputException(
        "The network (%s) has no layer (%s).".formatted(problem.workload().name(), name),
        Suggestions.instead(name, all.stream().map(Layer::name).toList())));
  }

  /** The mappings that a label names, one for each piece: {@code 2 x kcp_ws(tc=4) + kcp_ws(tc=2)}. */
  private Optional<MappingChoice> chosen(LayerMappings.Work work, String label, LayerMappings mappings) {
    String[] labels = label.split(" \\+ ");
    List<MappingChoice.Part> parts = new ArrayList<>();
    for (int i = 0; i < work.pieces().size() && i < labels.length; i++) {
      LayerMappings.Piece piece = work.pieces().get(i);
      String own = labels[i].replaceFirst("^\\d+ x ", "");
      Optional<MappingPoint> point = piece.table().points().stream().filter(p -> p.label().equals(own)).findFirst();
      point.flatMap(p -> MappingChoice.statistics(piece, p, mode, mappings.core().hardware()))
          .ifPresent(s -> parts.add(new MappingChoice.Part(piece, point.get(), s)));
    }
    return parts.size() == work.pieces().size() ? Optional.of(new MappingChoice(parts)) : Optional.empty();
  }
}
