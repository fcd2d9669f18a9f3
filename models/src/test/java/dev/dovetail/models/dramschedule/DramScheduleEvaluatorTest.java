package dev.dovetail.models.dramschedule;

import static dev.dovetail.models.dramschedule.DramExamples.parse;
import static dev.dovetail.models.dramschedule.DramExamples.schedule;
import static dev.dovetail.models.dramschedule.DramExamples.three;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DramTimeline.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class DramScheduleEvaluatorTest {
  private static final DramScheduleEvaluator EVALUATOR = new DramScheduleEvaluator();
  private static final List<Integer> IN_ORDER = List.of(0, 1, 2, 3);

  private static List<String> rules(DramScheduleProblem problem, DramSchedule schedule) {
    return EVALUATOR.evaluate(problem, schedule).violations().stream().map(Violation::rule).distinct().toList();
  }

  @Test
  void theDoubleBufferScheduleOverlapsEachTileWithTheNextTilesLoads() {
    DramSchedule schedule = DefaultSchedule.of(three());
    Evaluation evaluation = EVALUATOR.evaluate(three(), schedule);
    // wgt:a 0-8; a 8-18; wgt:b from position 0, that is once a may start: 8-20; b 20-40; wgt:c 20-24; c 40-50; out:c 50-56.
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(56);
    assertThat(evaluation.cost()).containsEntry("latencyCycles", 56L).containsEntry("computeCycles", 40L)
        .containsEntry("dramCycles", 30L);
    // -1: 80; 0: 80 + 120 + local 10; 1: 120 + 40 + 10; 2: 40 + 60.
    assertThat(evaluation.cost()).containsEntry("peakBufferBytes", 210L);
    DramTimeline timeline = EVALUATOR.timeline(three(), schedule);
    assertThat(timeline.transfers()).containsExactly(new Span(0, 8), new Span(8, 20), new Span(20, 24), new Span(50, 56));
    assertThat(timeline.tiles()).containsExactly(new Span(8, 18), new Span(20, 40), new Span(40, 50));
    assertThat(timeline.occupancyBytes()).containsExactly(80L, 210L, 170L, 100L);
  }

  @Test
  void aLoadOfTheTilesOwnLayerMayComeWithItsTile() {
    // wgt:b is resident from its own tile on: it waits for the end of a. wgt:a 0-8; a 8-18; wgt:b 18-30; b 30-50; wgt:c 30-34; c 50-60; out 66.
    assertThat(EVALUATOR.evaluate(three(), schedule(IN_ORDER, -1, 1, 1, 3)).objective()).isEqualTo(66);
  }

  @Test
  void aLoadOfAnotherLayerMayNotComeWithItsTile() {
    DramScheduleProblem other = parse(DramExamples.THREE.replace("bytes: 120, group: 1", "bytes: 120, group: 7"));
    Evaluation evaluation = EVALUATOR.evaluate(other, schedule(IN_ORDER, -1, 1, 1, 3));
    assertThat(evaluation.violations()).singleElement().satisfies(v -> {
      assertThat(v.rule()).isEqualTo(StepReplay.ORDER);
      assertThat(v.where()).isEqualTo("tensor 1 (wgt:b)");
      assertThat(v.message()).contains("no later than at tile (0, a), since the tile (1, b) waits for it");
    });
  }

  @Test
  void whatAnEarlierTileWaitsForMayNotStandBehindALaterLoad() {
    // wgt:c may not be resident before tile 1, but tile 1 waits for wgt:b behind it.
    Evaluation evaluation = EVALUATOR.evaluate(three(), schedule(List.of(0, 2, 1, 3), -1, 0, 1, 3));
    assertThat(evaluation.violations()).extracting(Violation::where).containsExactly("tensor 2 (wgt:c)");
  }

  @Test
  void theBufferCountsPositionsAndNamesItsResidents() {
    // All loads at once: position -1 holds 80 + 120 + 40 = 240, position 0 the local too: 250.
    Evaluation evaluation = EVALUATOR.evaluate(three(), schedule(IN_ORDER, -1, -1, -1, 3));
    assertThat(evaluation.violations()).singleElement().satisfies(v -> {
      assertThat(v.rule()).isEqualTo(DramScheduleEvaluator.BUFFER);
      assertThat(v.where()).isEqualTo("position 0 (a)");
      assertThat(v.message())
          .isEqualTo(
              "The buffer holds 250 bytes, 10 over its capacity (240): wgt:b (120), wgt:a (80), wgt:c (40), local 0 (10).");
    });
  }

  @Test
  void aStoreThatMustLeaveEarlyDelaysTheNextTile() {
    String yaml = """
        format: dram-schedule/1
        name: two
        dramBytesPerCycle: 1
        bufferBytes: 100
        tiles: [{name: a, cycles: 5, group: 0}, {name: b, cycles: 5, group: 1}, {name: c, cycles: 5, group: 2}]
        tensors: [{name: o, kind: store, bytes: 7, group: 0, producedBy: 0, minEnd: 1}]
        """;
    // Gone before b: a 0-5, store 5-12, b 12-17, c 17-22.
    assertThat(EVALUATOR.evaluate(parse(yaml), schedule(List.of(0), 1)).objective()).isEqualTo(22);
    // Gone before c: b 5-10, c from 12 to 17. Any time: c 10-15.
    assertThat(EVALUATOR.evaluate(parse(yaml), schedule(List.of(0), 2)).objective()).isEqualTo(17);
    assertThat(EVALUATOR.evaluate(parse(yaml), schedule(List.of(0), 3)).objective()).isEqualTo(15);
  }

  @Test
  void aLoadFollowsTheStoresThatWriteItsData() {
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
    // a 0-5; store 5-12; load 12-19; b 5-10; c 19-24.
    assertThat(EVALUATOR.evaluate(parse(yaml), schedule(List.of(0, 1), 3, 0)).objective()).isEqualTo(24);
    Evaluation wrong = EVALUATOR.evaluate(parse(yaml), schedule(List.of(1, 0), 3, 0));
    assertThat(wrong.violations()).singleElement().satisfies(v -> assertThat(v.toString())
        .isEqualTo(
            "precedence at tensor 1 (i): The load is number 0 on the channel, but reads what the store 0 (o), number 1, writes."));
  }

  @Test
  void anOrderThatIsNoPermutationAndTimesOutOfRangeAreNamed() {
    assertThat(rules(three(), schedule(List.of(0, 1, 1, 3), -1, 0, 1, 3))).containsExactly(DramScheduleEvaluator.SHAPE);
    assertThat(rules(three(), schedule(List.of(0, 1, 3), -1, 0, 1, 3))).containsExactly(DramScheduleEvaluator.SHAPE);
    assertThat(rules(three(), schedule(IN_ORDER, -1, 0, 1))).containsExactly(DramScheduleEvaluator.SHAPE);
    Evaluation early = EVALUATOR.evaluate(three(), schedule(IN_ORDER, -2, 2, 1, 2));
    assertThat(early.violations()).extracting(Violation::toString).containsExactly(
        "residency at tensor 0 (wgt:a): The residency begins at position -2, which must be from -1 to 0.",
        "residency at tensor 1 (wgt:b): The residency begins at position 2, which must be from -1 to 1.",
        "residency at tensor 3 (out:c): The residency ends at position 2, which must be from 3 to 3.");
  }

  @Test
  void aBufferTooSmallForAnyScheduleIsInfeasible() {
    // While b computes, its weights (120) and the local (10) must be there.
    DramScheduleFeasibility.check(parse(DramExamples.THREE.replace("240", "130")));
    assertThatThrownBy(() -> new DramScheduleBounds().of(parse(DramExamples.THREE.replace("240", "129"))))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining(
            "the tile (1, b) of layer (1) computes, the buffer must hold at least 130 bytes, its capacity is 129:"
                + " wgt:b (120), local 0 (10).")
        .hasMessageContaining("Maybe raise 'bufferBytes' to at least 130");
  }
}
