package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.testing.Corruptions;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path directory;

  private final AllocationProblem problem =
      ThreeLayerExample.problem(16_384, new FixedCosts(1_024, 0), Objective.LATENCY);
  private final AllocationKind kind = new AllocationKind(p -> problem, p -> List.of(new LowerBound("none", 0, "nothing")));

  private Path file(JsonNode tree) {
    Path file = directory.resolve("mapping.json");
    try {
      Files.writeString(file, MappingText.of(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private JsonNode good() {
    return kind.writeMapping(problem, ThreeLayerExample.schedule());
  }

  /** The rule of the first fault that a check of this file finds; "unreadable" if the reader refuses it, "none" if it is accepted. */
  private String fault(JsonNode tree) {
    try {
      Evaluation evaluation = MappingCheck.check(kind, problem, file(tree));
      return evaluation.violations().stream().findFirst().map(Violation::rule).orElse("none");
    } catch (BadInputException e) {
      return "unreadable";
    }
  }

  @Test
  void a_written_mapping_reads_back_as_the_same_schedule_and_passes_the_check() {
    Path file = file(good());
    assertThat(kind.readMapping(problem, file)).isEqualTo(ThreeLayerExample.schedule());
    Evaluation evaluation = MappingCheck.check(kind, problem, file);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(1_328);
  }

  @Test
  void writing_twice_gives_the_same_text() {
    assertThat(MappingText.of(good())).isEqualTo(MappingText.of(good())).contains("\"format\": \"allocation-schedule/1\"");
  }

  @Test
  void the_simd_core_gets_its_list_in_order_with_the_waits_that_guard_the_data() {
    // 10 = y1.0, 14 = y2.0 are read by add.0 = task 4, which writes 16; transfers 6 to 9 bring, 10 and 11 store.
    assertThat(instructions("simd"))
        .containsExactly(
            "RECEIVE transfer6 buffer10", "RECEIVE transfer7 buffer11", "RECEIVE transfer8 buffer14",
            "RECEIVE transfer9 buffer15",
            "WAIT transfer6", "WAIT transfer8", "COMPUTE task4",
            "WAIT task4", "FREE buffer10", "FREE buffer14",
            "STORE transfer10 buffer16", "WAIT transfer7", "WAIT transfer9", "COMPUTE task5",
            "WAIT task5", "FREE buffer11", "FREE buffer15",
            "WAIT transfer10", "FREE buffer16", "STORE transfer11 buffer17", "WAIT transfer11", "FREE buffer17");
  }

  private List<String> instructions(String core) {
    return good().path("instructions").path(core).valueStream().map(MappingFileTest::words).toList();
  }

  private static String words(JsonNode i) {
    return switch (i.path("op").asText()) {
      case "WAIT" -> "WAIT " + i.path("token").asText();
      case "COMPUTE" -> "COMPUTE " + i.path("signals").asText();
      case "FREE" -> "FREE buffer" + i.path("buffer").asInt();
      default -> i.path("op").asText() + " " + i.path("signals").asText() + " buffer" + i.path("buffer").asInt();
    };
  }

  @Test
  void the_dram_list_holds_all_loads_and_stores_in_order() {
    assertThat(good().path("dramList").valueStream().map(n -> n.path("op").asText() + " " + n.path("tensor").asText() + " "
        + n.path("start").asLong()))
            .containsExactly("LOAD w1 0", "LOAD x 64", "LOAD x 128", "LOAD w2 192", "STORE z 1200", "STORE z 1264");
  }

  @Test
  void the_memory_map_steps_where_bytes_come_and_go() {
    // simd, with 1,024 B of scratch for each add.
    assertThat(good().path("memory").path("simd").path("steps").toString())
        .isEqualTo("[[800,1024],[864,2048],[1072,3072],[1136,6144],[1152,3072],[1200,5120],[1216,2048],[1264,1024],[1328,0]]");
    assertThat(good().path("memory").path("simd").path("peakBytes").asLong()).isEqualTo(6_144);
  }

  @Test
  void every_slot_of_the_bus_is_listed() {
    assertThat(good().path("channels").path("bus").valueStream().mapToLong(s -> s.get(2).asLong() - s.get(1).asLong()).sum())
        .isEqualTo(1_184);
  }

  @Test
  void every_single_change_of_a_good_file_is_found() {
    JsonNode good = good();
    assertThat(fault(good)).isEqualTo("none");
    List<Corruptions.Corruption> corruptions = Corruptions.of(good, "tasks", "buffers", "transfers");
    assertThat(corruptions).hasSizeGreaterThan(1_000);
    List<String> missed = new ArrayList<>();
    int derived = 0;
    for (Corruptions.Corruption c : corruptions) {
      // The reader skips what is derived: there the comparison of the trees decides. One in ten goes through the whole check all the same.
      boolean whole = c.isOfMapping() || derived++ % 10 == 0;
      if (whole ? fault(c.tree()).equals("none") : MappingCheck.differences(good, c.tree()).isEmpty()) {
        missed.add(c.what());
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void a_claimed_cost_that_is_wrong_is_named_with_its_place() {
    ObjectNode tree = (ObjectNode) good();
    ((ObjectNode) tree.get("cost")).put("latencyCycles", 1_327);
    assertThat(MappingCheck.check(kind, problem, file(tree)).violations())
        .singleElement()
        .satisfies(v -> {
          assertThat(v.rule()).isEqualTo("file-differs");
          assertThat(v.where()).isEqualTo("/cost/latencyCycles");
          assertThat(v.message()).contains("1327").contains("1328");
        });
  }

  @Test
  void a_refuted_mapping_is_written_without_derived_sections() {
    AllocationProblem tight = ThreeLayerExample.problem(8_192, new FixedCosts(0, 0), Objective.LATENCY);
    JsonNode tree = kind.writeMapping(tight, ThreeLayerExample.schedule());
    assertThat(tree.has("tasks")).isTrue();
    assertThat(tree.has("instructions")).isFalse();
    assertThat(tree.has("cost")).isFalse();
  }

  @Test
  void bad_files_are_refused_with_file_and_line() throws IOException {
    Path file = directory.resolve("bad.json");
    Files.writeString(file, "{\n \"format\": \"allocation-schedule/1\",\n \"tasks\": [{\"id\": 0, \"layer\": 7.5}]\n}");
    assertThatThrownBy(() -> kind.readMapping(problem, file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("bad.json:3");
    Files.writeString(file, "{\"format\": \"fusion-plan/1\"}");
    assertThatThrownBy(() -> kind.readMapping(problem, file)).hasMessageContaining("fusion-plan/1")
        .hasMessageContaining("allocation-schedule/1");
    Files.writeString(file, JSON.writeValueAsString(good()).substring(0, 5_000));
    assertThatThrownBy(() -> kind.readMapping(problem, file)).isInstanceOf(BadInputException.class);
  }
}
