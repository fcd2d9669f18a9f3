package dev.dovetail.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.allocation.AllocationKind;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.Schedule.Buffer;
import dev.dovetail.models.allocation.Schedule.Task;
import dev.dovetail.models.allocation.Schedule.Transfer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckMainTest {
  @TempDir
  Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path problem = Path.of("");
  private Path mapping = Path.of("");

  @BeforeEach
  void files() throws IOException {
    problem = Files.writeString(
        directory.resolve("problem.yaml"), "format: allocation/1\nname: tiny\nnetwork: resnet18\naccelerator: quad-core\n");
    mapping = Files.writeString(
        directory.resolve("mapping.json"),
        "{\"format\": \"allocation-schedule/1\", \"tasks\": [], \"buffers\": [], \"transfers\": []}");
  }

  private int run(String... args) {
    return CheckMain.run(
        List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /** One layer on one core: 256 B at 16 B/cycle take 16 cycles in, 16 lanes take 16 cycles, 16 cycles out: 48. */
  private void oneLayer() throws IOException {
    Files.writeString(
        problem,
        """
        format: allocation/1
        name: one
        network:
          inputs: {x: [1, 16, 4, 4]}
          layers:
            - {name: r, op: relu, input: x}
          outputs: [r]
        accelerator:
          format: accelerator/1
          name: one-core
          cores:
            - name: simd
              array: [16]
              operators: [VECTOR]
              memories: [{name: buffer, bytes: 1024, bytesPerCycle: 64}]
          buses:
            - {name: bus, members: [simd], bytesPerCycle: 16}
          dram:
            - {name: dram, at: bus, port: false}
        """);
    Box all = Box.of(0, 1, 0, 16, 0, 4, 0, 4);
    Schedule schedule =
        new Schedule(
            List.of(new Task("r", all, "simd", 0, 16, 32, List.of(0), List.of(1))),
            List.of(new Buffer("simd", "x", List.of(all), 256, 0, 32), new Buffer("simd", "r", List.of(all), 256, 16, 48)),
            List.of(
                new Transfer(
                    Transfer.Kind.LOAD, "x", List.of(all), 256, -1, List.of(0), "dram", List.of("bus:dram->simd"), 0, 16),
                new Transfer(
                    Transfer.Kind.STORE, "r", List.of(all), 256, 1, List.of(), "dram", List.of("bus:simd->dram"), 32, 48)));
    AllocationKind kind = new AllocationKind();
    Files.writeString(mapping, MappingText.of(kind.writeMapping(kind.readProblem(problem), schedule)));
  }

  @Test
  void an_executable_mapping_ends_with_0_and_its_cost() throws IOException {
    oneLayer();
    assertThat(run(problem.toString(), mapping.toString())).as(text(out)).isZero();
    assertThat(text(out)).contains("is an executable mapping of one, objective 48");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void a_mapping_that_lies_about_its_cost_ends_with_30() throws IOException {
    oneLayer();
    Files.writeString(mapping, Files.readString(mapping).replace("\"latencyCycles\": 48", "\"latencyCycles\": 47"));
    assertThat(run(problem.toString(), mapping.toString())).isEqualTo(30);
    assertThat(text(out)).contains("file-differs at /cost/latencyCycles: The file says 47");
  }

  @Test
  void violations_end_with_30_and_name_their_places() {
    assertThat(run(problem.toString(), mapping.toString())).isEqualTo(30);
    assertThat(text(out)).contains("layer-cover at layer ").contains("output-stored at tensor ");
  }

  @Test
  void with_json_one_object_is_printed() {
    assertThat(run(problem.toString(), mapping.toString(), "--json")).isEqualTo(30);
    assertThat(text(out)).startsWith("{\"kind\":\"allocation\",\"problem\":\"tiny\",\"verified\":false,\"objective\":null");
  }

  @Test
  void unreadable_files_end_with_3() throws IOException {
    assertThat(run(problem.toString(), directory.resolve("none.json").toString())).isEqualTo(3);
    Files.writeString(mapping, "{\"format\": ");
    assertThat(run(problem.toString(), mapping.toString())).isEqualTo(3);
    Files.writeString(problem, "format: pancake/1\n");
    assertThat(run(problem.toString(), mapping.toString())).isEqualTo(3);
    assertThat(text(err)).contains("none.json").contains("pancake/1").contains("allocation/1");
  }

  @Test
  void anything_but_two_files_is_a_usage_error() {
    assertThat(run(problem.toString())).isEqualTo(2);
    assertThat(run(problem.toString(), mapping.toString(), "--fast")).isEqualTo(2);
  }
}
