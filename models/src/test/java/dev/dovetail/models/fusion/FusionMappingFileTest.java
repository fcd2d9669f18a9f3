package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.testing.Corruptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionMappingFileTest {
  private static final FusionKind KIND = new FusionKind(p -> List.of(new LowerBound("none", 0, "nothing")));
  private static final FusionProblem PROBLEM = new FusionProblem("small", FusionNetworkReader.read(DataFile.parse("""
      format: fusion-network/1
      name: four
      externalInputs: [{id: 0, name: x, shape: [4, 8, 8]}]
      layers:
        - {id: 0, name: a, kind: conv, externalInputs: [0], out: [32, 8, 8]}
        - {id: 1, name: b, kind: conv, inputs: [0], out: [32, 8, 8], kernel: 3}
        - {id: 2, name: c, kind: eltwise, inputs: [0, 1], out: [32, 8, 8]}
        - {id: 3, name: d, kind: pool, inputs: [2], out: [32, 4, 4], kernel: 2, stride: 2}
      """, "four.yaml")), 2, new PolarCore(4, 512, 64 << 10, 256), 16, new FusionRules(false, true, 4096, true), Objective.EDP);

  @TempDir
  Path directory;

  private static FusionMapping mapping() {
    FusionPlan plan =
        new FusionPlan(List.of(0, 1, 2, 3), List.of(0, 3), List.of(2), List.of(2, 2, 1), List.of(1, 2, 1, 1));
    return new FusionMapping(plan, DefaultSchedule.of(new PlanExpansion(PROBLEM).expand(plan).orThrow().schedule()));
  }

  private Path file(JsonNode tree) {
    Path file = directory.resolve("mapping.json");
    try {
      Files.writeString(file, MappingText.of(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static JsonNode good() {
    return KIND.writeMapping(PROBLEM, mapping());
  }

  private String fault(JsonNode tree) {
    try {
      Evaluation evaluation = MappingCheck.check(KIND, PROBLEM, file(tree));
      return evaluation.violations().stream().findFirst().map(Violation::rule).orElse("none");
    } catch (BadInputException e) {
      return "unreadable";
    }
  }

  @Test
  void a_written_mapping_reads_back_and_passes_the_check() {
    Path file = file(good());

    assertThat(KIND.readMapping(PROBLEM, file)).isEqualTo(mapping());
    Evaluation evaluation = MappingCheck.check(KIND, PROBLEM, file);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(evaluation.cost().get("edpNanojouleCycles")).isPositive();
  }

  @Test
  void the_file_says_what_is_computed_and_moved_when() {
    JsonNode tree = good();

    assertThat(tree.at("/format").asText()).isEqualTo("fusion-plan/1");
    assertThat(tree.at("/network").asText()).isEqualTo("four");
    // 2 samples in 2 tiles; d is one tile of both.
    assertThat(tree.at("/subGroups/0/layers/1/tile").toString()).isEqualTo("[1,32,8,8]");
    assertThat(tree.at("/subGroups/2/layers/0/tile").toString()).isEqualTo("[2,32,4,4]");
    assertThat(tree.at("/subGroups/2/layerGroup").asInt()).isEqualTo(1);
    // 2 tiles of a, b and c, 1 of d, in this order, without overlap.
    JsonNode computed = tree.at("/computeList");
    assertThat(computed.valueStream().map(n -> n.path("name").asText())).containsExactly("a/0", "b/0", "a/1", "b/1", "c/0", "c/1",
        "d/0");
    for (int q = 1; q < computed.size(); q++) {
      assertThat(computed.get(q).path("start").asLong()).isGreaterThanOrEqualTo(computed.get(q - 1).path("end").asLong());
    }
    // 9,216 bytes of weights of b in 3 chunks, twice; 2 loads of x, weights of a, 2 stores of c, its load by d, the store of d.
    assertThat(tree.at("/dramList")).hasSize(6 + 2 + 1 + 2 + 1 + 1);
    assertThat(tree.at("/occupancy")).hasSize(8);
  }

  @Test
  void every_single_change_of_a_good_file_is_found() {
    JsonNode good = good();
    assertThat(fault(good)).isEqualTo("none");
    List<Corruptions.Corruption> corruptions = Corruptions.of(good, "plan", "schedule");
    assertThat(corruptions).hasSizeGreaterThan(500);
    List<String> missed = new ArrayList<>();
    int derived = 0;
    for (Corruptions.Corruption c : corruptions) {
      // The reader skips what is derived: there the comparison of the trees decides. One in twenty goes through the whole check
      // all the same.
      boolean whole = c.isOfMapping() || derived++ % 20 == 0;
      if (whole ? fault(c.tree()).equals("none") : MappingCheck.differences(good, c.tree()).isEmpty()) {
        missed.add(c.what());
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void a_mapping_that_breaks_a_rule_is_written_without_what_would_follow() {
    FusionProblem tight =
        new FusionProblem("small", PROBLEM.network(), 2, new PolarCore(4, 512, 16 << 10, 256), 16, PROBLEM.rules(),
            Objective.LATENCY);

    JsonNode tree = KIND.writeMapping(tight, mapping());

    assertThat(tree.has("plan")).isTrue();
    assertThat(tree.has("cost")).isFalse();
    assertThat(tree.has("dramList")).isFalse();
    assertThat(new FusionEvaluator().evaluate(tight, mapping()).violations()).anyMatch(v -> v.rule().equals("buffer-overflow"));
  }

  @Test
  void a_file_of_another_kind_is_refused() throws IOException {
    Path file = directory.resolve("bad.json");
    Files.writeString(file, "{\"format\": \"allocation-schedule/1\"}");
    assertThatThrownBy(() -> KIND.readMapping(PROBLEM, file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("fusion-plan/1");
    Files.writeString(file,
        "{\"format\": \"fusion-plan/1\", \"schedule\": {},\n \"plan\": {\"order\": [0.5], \"dramCuts\": [0]}}");
    assertThatThrownBy(() -> KIND.readMapping(PROBLEM, file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("bad.json:2");
  }
}
