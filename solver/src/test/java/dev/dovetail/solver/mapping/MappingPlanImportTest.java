package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationKind;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.mapping.DecidedPlan;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.mapping.files.MappingProblemReader;
import dev.dovetail.solver.PlanImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingPlanImportTest {
  private static final String PROBLEM = """
      format: mapping/1
      name: tiny
      network:
        inputs: {x: [1, 32, 8, 8]}
        layers:
          - {name: c1, op: conv, input: x, channels: 32, kernel: 1}
          - {name: c2, op: conv, input: c1, channels: 32, kernel: 3, pad: 1}
          - {name: add, op: add, inputs: [c1, c2]}
        outputs: [add]
      accelerator: quad-core
      """;

  /** Two layer groups, as kind fusion writes them: c1 and c2 in two tiles of four rows, then add at once, and a copy that no network has. */
  private static final String PLAN = """
      {"format": "fusion-plan/1", "problem": "tiny_edge", "subGroups": [
        {"layerGroup": 0, "tiles": 2, "firstTile": 0, "layers": [
          {"id": 0, "name": "c1", "tile": [1, 32, 5, 8]}, {"id": 1, "name": "c2", "tile": [1, 32, 4, 8]}]},
        {"layerGroup": 1, "tiles": 1, "firstTile": 2, "layers": [
          {"id": 2, "name": "add", "tile": [1, 32, 8, 8]}, {"id": 3, "name": "add_copy", "tile": [1, 32, 8, 8]}]}]}
      """;

  @TempDir
  Path folder;

  private final MappingPlanImport imports = new MappingPlanImport();
  private final MappingProblem problem = MappingProblemReader.read(DataFile.parse(PROBLEM, "tiny.yaml"), Path.of(""));

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aFusionPlanBecomesGroupsAndRows() throws IOException {
    Path plan = file("plan.json", PLAN);
    assertThat(imports.reads(plan)).isTrue();
    PlanImport.Realised<MappingProblem, NetworkMapping> realised = imports.realised(problem, plan);
    MappingProblem imposed = realised.imposed().problem();
    assertThat(realised.imposed().remarks()).singleElement().asString().contains("add_copy");
    assertThat(imposed.requirements()).containsExactly(
        new Requirement.Tiles("c1", new LayerGrid(2, 1, 1)), new Requirement.Tiles("c2", new LayerGrid(2, 1, 1)),
        new Requirement.Tiles("add", new LayerGrid(1, 1, 1)),
        new Requirement.Groups(List.of(Set.of("c1", "c2"), Set.of("add"))));
    Evaluation evaluation = new MappingEvaluator().evaluate(imposed, realised.mapping());
    assertThat(evaluation.violations()).isEmpty();
    assertThat(realised.mapping().groups()).hasSize(2);
    // What crosses the border goes through DRAM: c1's and c2's outputs, 2,048 bytes each, are stored.
    assertThat(realised.mapping().schedule().transfers()).anyMatch(t -> t.tensor().equals("c1") && t.dram().equals("dram"));
    assertThat(new MappingEvaluator().evaluate(problem, realised.mapping()).violations()).isEmpty();
  }

  @Test
  void namedCoresAreTakenAsTheyAre() {
    DecidedPlan plan = new DecidedPlan("plan by hand", List.of(),
        Map.of("c1", new LayerGrid(2, 1, 1), "c2", new LayerGrid(2, 1, 1), "add", new LayerGrid(1, 1, 1)),
        Map.of("c1", List.of("core3", "core1"), "c2", List.of("core1", "core1"), "add", List.of("simd")));
    PlanImport.Imposed<MappingProblem> imposed = new PlanImport.Imposed<>(plan.imposedOn(problem), plan.source(), List.of());
    NetworkMapping mapping = MappingPlanImport.realised(imposed, plan);
    assertThat(new MappingEvaluator().evaluate(imposed.problem(), mapping).violations()).isEmpty();
    assertThat(mapping.schedule().tasks()).filteredOn(t -> t.layer().equals("c1"))
        .allMatch(t -> t.core().equals(t.box().lo(2) == 0 ? "core3" : "core1"));
    assertThat(mapping.schedule().tasks()).filteredOn(t -> t.layer().equals("c2")).allMatch(t -> t.core().equals("core1"));
  }

  @Test
  void aScheduleIsAMapping() throws IOException {
    NetworkMapping mapping = imports.realised(problem, file("plan.json", PLAN)).mapping();
    Path schedule = file("schedule.json",
        new AllocationKind().writeMapping(problem.allocation(), mapping.schedule()).toString());
    assertThat(imports.reads(schedule)).isTrue();
    PlanImport.Realised<MappingProblem, NetworkMapping> read = imports.realised(problem, schedule);
    assertThat(read.mapping().schedule()).isEqualTo(mapping.schedule());
    assertThat(read.imposed().problem()).isEqualTo(problem);
  }

  @Test
  void aPlanOfAnotherNetworkIsRefused() throws IOException {
    Path plan = file("plan.json", PLAN.replace("\"c1\"", "\"d1\"").replace("\"c2\"", "\"d2\"").replace("\"add\"", "\"sum\""));
    assertThatThrownBy(() -> imports.realised(problem, plan)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("None of the plan's layers is in the network (tiny).").hasMessageContaining("Maybe ");
    Path empty = file("empty.json", "{\"format\": \"fusion-plan/1\"}");
    assertThatThrownBy(() -> imports.realised(problem, empty)).hasMessageContaining("has no sub-groups");
    Path broken = file("broken.json", PLAN.replace("[1, 32, 5, 8]", "[1, 32, 5]"));
    assertThatThrownBy(() -> imports.realised(problem, broken)).hasMessageContaining("must be four numbers");
  }

  @Test
  void otherFilesAreNoPlans() throws IOException {
    assertThat(imports.reads(file("mapping.json", "{\"format\": \"mapping-plan/1\"}"))).isFalse();
    assertThat(imports.reads(file("list.json", "[1]"))).isFalse();
  }
}
