package dev.dovetail.benchmarks.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramScheduleReader;
import dev.dovetail.models.fusion.FusionFeasibility;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionProblemReader;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.LinkSlotsReader;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.files.PipelineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceFilesTest {
  private static final Path FOLDER = Path.of("instances", "allocation");

  @ParameterizedTest
  @MethodSource("files")
  void everyInstanceReadsAndIsNamedLikeItsFile(Path file) {
    AllocationProblem problem = AllocationProblemReader.read(file);

    assertThat(problem.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(problem.workload().layers()).isNotEmpty();
  }

  @Test
  void theLibraryHoldsConvolutionalNetworksAndTransformers() throws IOException {
    assertThat(files()).extracting(file -> file.getFileName().toString())
        .contains("resnet18-on-quad-core.yaml", "resnet50-on-quad-core-mesh.yaml", "bert-base-on-quad-core.yaml");
  }

  @ParameterizedTest
  @MethodSource("fusionFiles")
  void everyFusionInstanceReadsAndIsNamedLikeItsFile(Path file) {
    FusionProblem problem = FusionProblemReader.read(file);

    assertThat(problem.name() + ".yaml").isEqualTo(file.getFileName().toString());
    FusionFeasibility.check(problem);
  }

  @ParameterizedTest
  @MethodSource("dramScheduleFiles")
  void everyDramScheduleInstanceReadsAndIsNamedLikeItsFile(Path file) {
    DramScheduleProblem problem = DramScheduleReader.read(file);

    assertThat(problem.name() + ".yaml").isEqualTo(file.getFileName().toString());
    DramScheduleFeasibility.check(problem);
  }

  @ParameterizedTest
  @MethodSource("linkSlotsFiles")
  void everyLinkSlotsInstanceReadsAndIsNamedLikeItsFile(Path file) {
    LinkSlotsProblem problem = LinkSlotsReader.read(file);

    assertThat(file.getFileName().toString()).isIn(problem.name() + ".yaml", problem.name() + ".json");
    assertThat(problem.messages()).isNotEmpty();
  }

  static List<Path> linkSlotsFiles() throws IOException {
    return files(Path.of("instances", "link-slots")).stream().filter(f -> !f.toString().endsWith(".md")).toList();
  }

  @ParameterizedTest
  @MethodSource("pipelineFiles")
  void everyPipelineInstanceReadsAndIsNamedLikeItsFile(Path file) {
    PipelineProblem problem = PipelineReader.read(file);

    assertThat(problem.name() + ".yaml").isEqualTo(file.getFileName().toString());
  }

  static List<Path> pipelineFiles() throws IOException {
    return files(Path.of("instances", "pipeline")).stream().filter(f -> f.toString().endsWith(".yaml")).toList();
  }

  static List<Path> files() throws IOException {
    return files(FOLDER);
  }

  static List<Path> fusionFiles() throws IOException {
    return files(Path.of("instances", "fusion"));
  }

  static List<Path> dramScheduleFiles() throws IOException {
    return files(Path.of("instances", "dram-schedule"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
