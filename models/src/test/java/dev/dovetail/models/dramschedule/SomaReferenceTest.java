package dev.dovetail.models.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instances, latencies and schedules of the public program: all are reproduced to the cycle. */
class SomaReferenceTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference/soma");
  private static final DramScheduleEvaluator EVALUATOR = new DramScheduleEvaluator();

  static Stream<String> instances() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("dram-schedule"))) {
      return files.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList().stream();
    }
  }

  private static DramScheduleProblem read(String instance) {
    return DramScheduleReader.read(FOLDER.resolve("dram-schedule").resolve(instance + ".json"));
  }

  private static List<Map<String, String>> rows(String instance) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("soma-results.csv"));
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(instance)) {
        Map<String, String> row = new HashMap<>();
        for (int c = 0; c < names.length; c++) {
          row.put(names[c], cells[c]);
        }
        rows.add(row);
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  @ParameterizedTest
  @MethodSource("instances")
  void doubleBufferSumsAndBoundsAreMet(String instance) throws IOException {
    DramScheduleProblem problem = read(instance);
    assertThat(DefaultSchedule.order(problem.tensors())).isEqualTo(problem.defaultOrder());
    Evaluation evaluation = EVALUATOR.evaluate(problem, DefaultSchedule.of(problem));
    Map<String, Long> bounds = new HashMap<>();
    new DramScheduleBounds().of(problem).forEach(b -> bounds.put(b.name(), b.value()));
    for (Map<String, String> row : rows(instance)) {
      assertThat(evaluation.objective()).isEqualTo(Long.parseLong(row.get("doubleBufferCycles")));
      assertThat(evaluation.cost()).containsEntry("computeCycles", Long.valueOf(row.get("computeCycles")))
          .containsEntry("dramCycles", Long.valueOf(row.get("dramCycles")));
      assertThat(bounds).containsEntry("flow-shop", Long.valueOf(row.get("flowShopBound")));
      assertThat(Math.max(bounds.get("ideal"), Math.max(bounds.get("flow-shop"), bounds.get("head-tail"))))
          .isEqualTo(Long.parseLong(row.get("lowerBound")));
      assertThat(new DramScheduleBounds().of(problem)).extracting(LowerBound::value)
          .allMatch(b -> b <= Long.parseLong(row.get("stage2Cycles")));
    }
  }

  @Test
  void recordedSchedulesReplayToTheirLatency() throws IOException {
    int replayed = 0;
    for (JsonNode n : new ObjectMapper().readTree(FOLDER.resolve("soma-schedules.json").toFile())) {
      Path file = FOLDER.resolve("dram-schedule").resolve(n.get("instance").asText() + ".json");
      if (Files.exists(file)) {
        DramSchedule schedule = new DramSchedule(integers(n.get("dramOrder")), integers(n.get("times")));
        Evaluation evaluation = EVALUATOR.evaluate(DramScheduleReader.read(file), schedule);
        assertThat(evaluation.violations()).as(n.get("instance").asText()).isEmpty();
        assertThat(evaluation.objective()).as(n.get("instance").asText()).isEqualTo(n.get("cycles").asLong());
        replayed++;
      }
    }
    assertThat(replayed).isEqualTo(12);
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(n -> integers.add(n.asInt()));
    return integers;
  }
}
