package dev.dovetail.solver.report.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.report.PageDocument;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DramSchedulePresentationTest {
  private static final RunFacts NOTHING = new RunFacts(List.of(), List.of(), Map.of());

  @TempDir
  Path directory;

  private static PageDocument page(DramScheduleProblem problem, DramSchedule schedule) {
    return new PageDocument(DramSchedulePresentation.render(problem, schedule,
        new DramScheduleEvaluator().evaluate(problem, schedule), NOTHING));
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() {
    page(Streams.small(), Streams.schedule()).isSelfContained();
    page(Streams.chain(40), Streams.ahead(Streams.chain(40))).isSelfContained();
  }

  @Test
  void everyTileAndTensorIsABarAndEveryTensorAnArrow() {
    PageDocument page = page(Streams.small(), Streams.schedule());
    assertThat(page.attributes("data-bar")).containsExactlyInAnyOrder("x0", "x1", "x2", "q0", "q1");
    assertThat(page.attributes("data-link")).containsExactly("x0 q0", "x1 q1", "x2 q1");
    assertThat(page.attributes("data-horizon")).containsExactly("73");
    assertThat(page.section("timeline")).contains("in:a: 0 cycles early", "load of 5 B", "needed by b/0, 0 cycles early",
        "20 cycles before out:b: waits for b/0 to end");
  }

  @Test
  void theBufferNamesItsFullestPosition() {
    assertThat(page(Streams.small(), Streams.schedule()).section("buffer"))
        .contains(
            "Fullest: position 0, a/0. 34 B (34 B) of 100 B: weights 0 B, inputs 30 B, outputs to DRAM 0 B, on the chip only 4 B.")
        .contains("Largest: in:a (30 B), output of a/0 (4 B).");
  }

  @Test
  void waitsAreSummedByCause() {
    // Of 73 cycles compute waits 30 + 5 = 35, which is 47.9 %, the channel 10 + 20 = 30, 41.0 %.
    String waits = page(Streams.small(), Streams.schedule()).section("waits");
    assertThat(waits).contains("all23547.9 %", "all23041.0 %", "weights are not there156.8 %");
  }

  @Test
  void aRejectedScheduleHasNoPicturesButItsViolations() {
    DramSchedule twice = new DramSchedule(List.of(0, 0, 2), List.of(-1, 1, 2));
    PageDocument page = page(Streams.small(), twice);
    page.isSelfContained();
    assertThat(page.text()).contains("rejects this mapping", "is named twice");
    assertThat(page.attributes("data-horizon")).isEmpty();
  }

  @Test
  void namesFromFilesAreTextAndNothingElse() {
    PageDocument page = page(Streams.small("</script><script>alert(1)</script>&\"'<img src=x onerror=y>"), Streams.schedule());
    page.isSelfContained();
    assertThat(page.source()).doesNotContain("<script>alert").doesNotContain("<img");
  }

  @Test
  void hundredsOfTilesStayBelowOneMegabyte() {
    DramScheduleProblem problem = Streams.chain(700);
    assertThat(page(problem, Streams.ahead(problem)).source().length()).isLessThan(1_500_000);
  }

  @Test
  void theTraceHoldsBothStreamsArrowsAndTheBuffer() throws IOException {
    DramScheduleProblem problem = Streams.small();
    Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, Streams.schedule());
    Path file = directory.resolve("trace.json");
    new DramSchedulePresentation().writeTrace(problem, Streams.schedule(), evaluation, JsonNodeFactory.instance.objectNode(),
        file);
    JsonNode events = new ObjectMapper().readTree(file.toFile()).get("traceEvents");
    assertThat(of(events, "X")).extracting(e -> e.get("name").asText() + " " + e.get("ts") + " " + e.get("dur"))
        .containsExactly("in:a 0 30", "wgt:b 40 5", "out:b 65 8", "a/0 30 10", "b/0 45 20");
    // From the last cycle of a load to the first of its tile, and from the last cycle of a tile to the first of its store.
    assertThat(of(events, "s")).extracting(e -> e.get("ts").asLong()).containsExactly(29L, 44L, 64L);
    assertThat(of(events, "f")).extracting(e -> e.get("ts").asLong()).containsExactly(30L, 45L, 65L);
    assertThat(of(events, "C")).extracting(e -> e.get("args").get("inputs").asLong()).containsExactly(30L, 0L);
  }

  private static List<JsonNode> of(JsonNode events, String phase) {
    List<JsonNode> found = new java.util.ArrayList<>();
    events.forEach(e -> {
      if (e.get("ph").asText().equals(phase)) {
        found.add(e);
      }
    });
    return found;
  }
}
