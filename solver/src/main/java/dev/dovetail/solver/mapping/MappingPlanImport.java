package dev.dovetail.solver.mapping;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.ScheduleReader;
import dev.dovetail.models.allocation.ScheduleWriter;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.mapping.DecidedPlan;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.files.FusionPlanImport;
import dev.dovetail.solver.PlanImport;
import dev.dovetail.solver.allocation.Realisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Plans of kind {@code fusion} (layer groups and tile counts, as SoMa has them) judged as mappings: their groups, grids and cores are
 * imposed, list scheduling decides the rest. A schedule of kind {@code allocation} is a mapping as it is, with its finest groups.
 */
public final class MappingPlanImport implements PlanImport<MappingProblem, NetworkMapping> {
  @Override
  public boolean reads(Path file) {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      return false;
    }
    DataNode root = DataFile.read(file);
    return hasFormat(root, FusionPlanImport.FORMAT) || hasFormat(root, ScheduleWriter.FORMAT);
  }

  private static boolean hasFormat(DataNode root, String format) {
    return root.isObject() && root.optional("format").filter(f -> f.text().equals(format)).isPresent();
  }

  @Override
  public Imposed<MappingProblem> imposed(MappingProblem problem, Path file) {
    DataNode root = DataFile.read(file);
    return hasFormat(root, ScheduleWriter.FORMAT)
        ? new Imposed<>(problem, "schedule of kind allocation", List.of())
        : imposed(problem, FusionPlanImport.read(root, problem));
  }

  private static Imposed<MappingProblem> imposed(MappingProblem problem, DecidedPlan plan) {
    List<String> remarks = new ArrayList<>();
    Set<String> unknown = plan.unknownLayers(problem);
    if (!unknown.isEmpty()) {
      remarks.add("%d layers of the plan are none of the network (%s) and were left out: %s".formatted(
          unknown.size(), problem.base().workload().name(), String.join(", ", unknown.stream().limit(5).toList())
              + (unknown.size() > 5 ? ", ..." : "")));
    }
    return new Imposed<>(plan.imposedOn(problem), plan.source(), remarks);
  }

  @Override
  public Realised<MappingProblem, NetworkMapping> realised(MappingProblem problem, Path file) {
    DataNode root = DataFile.read(file);
    if (hasFormat(root, ScheduleWriter.FORMAT)) {
      Schedule schedule = ScheduleReader.read(root);
      return new Realised<>(imposed(problem, file), FusionGroups.mapping(problem, schedule));
    }
    DecidedPlan plan = FusionPlanImport.read(root, problem);
    Imposed<MappingProblem> imposed = imposed(problem, plan);
    return new Realised<>(imposed, realised(imposed, plan));
  }

  /** The mapping of a plan: exactly its tiles on exactly its cores, where it names them. */
  static NetworkMapping realised(Imposed<MappingProblem> imposed, DecidedPlan plan) {
    MappingProblem problem = imposed.problem();
    Optional<Schedule> schedule = plan.owners().isEmpty()
        ? Realisation.anyCores(problem.allocation())
        : Realisation.of(problem.allocation(), plan.skeleton(problem));
    if (schedule.isEmpty()) {
      throw new BadInputException(
          "No schedule with the decisions of the %s was found: with its tiles and cores the memories overflow in every order tried."
              .formatted(plan.source()),
          "ask 'dovetail solve' for a mapping under the same requirements: it searches longer.");
    }
    return FusionGroups.mapping(problem, schedule.get());
  }
}
