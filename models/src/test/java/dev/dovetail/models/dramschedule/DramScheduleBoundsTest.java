package dev.dovetail.models.dramschedule;

import static dev.dovetail.models.dramschedule.DramExamples.parse;
import static dev.dovetail.models.dramschedule.DramExamples.three;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DramScheduleBoundsTest {
  private static Map<String, Long> bounds(DramScheduleProblem problem) {
    return new DramScheduleBounds().of(problem).stream().collect(Collectors.toMap(LowerBound::name, LowerBound::value));
  }

  @Test
  void theBoundsOfTheThreeTilesComputedByHand() {
    Map<String, Long> bounds = bounds(three());
    // 10 + 20 + 10, then the store of 6.
    assertThat(bounds).containsEntry("ideal", 46L);
    // Before a 8, before b 8 + 12: 8 + 40 + 6 = 54, 20 + 30 + 6 = 56, 24 + 10 + 6 = 40.
    assertThat(bounds).containsEntry("flow-shop", 56L);
    // All computation, then the store.
    assertThat(bounds).containsEntry("mirror", 46L);
    // The channel serves a until 8 (tail 46), b until 20 (tail 36), c until 24 (tail 16), and the store at its head 50.
    assertThat(bounds).containsEntry("head-tail", 56L);
  }

  @Test
  void headAndTailSeeAStoreThatIsReadAgain() {
    String yaml = """
        format: dram-schedule/1
        name: again
        dramBytesPerCycle: 1
        bufferBytes: 100
        tiles: [{name: a, cycles: 5, group: 0}, {name: b, cycles: 5, group: 1}, {name: c, cycles: 5, group: 2}]
        tensors:
          - {name: o, kind: store, bytes: 7, group: 0, producedBy: 0, minEnd: 1}
          - {name: i, kind: load, bytes: 7, group: 2, neededBy: 2, end: 3, after: [0]}
        """;
    Map<String, Long> bounds = bounds(parse(yaml));
    // 15 of computation; 14 of transfers. Load 7 + c 5 = 12; a 5 + 7 = 12.
    assertThat(bounds).containsEntry("ideal", 15L).containsEntry("flow-shop", 15L).containsEntry("mirror", 15L);
    // a 5, store 7, load 7, c 5.
    assertThat(bounds).containsEntry("head-tail", 24L);
  }
}
