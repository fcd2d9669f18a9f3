package dev.dovetail.models;

import static org.assertj.core.api.Assertions.assertThat;

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
  @TempDir Path directory;

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
