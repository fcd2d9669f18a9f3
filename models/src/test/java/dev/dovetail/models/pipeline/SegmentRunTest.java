package dev.dovetail.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentRunTest {
  private static final List<List<Integer>> CHAIN = List.of(List.of(), List.of(0), List.of(1));

  @Test
  void inLockStepFillAndDrainTakeAPeriodForEachStageButOne() {
    SegmentRun run = new SegmentRun(Timing.LOCKSTEP, 10, List.of(3L, 10L, 4L), CHAIN);
    assertThat(run.end(1)).isEqualTo(3 * 10);
    assertThat(run.end(8)).isEqualTo((8 + 3 - 1) * 10);
  }

  @Test
  void withoutLockStepASampleMovesOnWhenItIsDone() {
    SegmentRun run = new SegmentRun(Timing.ASYNC, 10, List.of(3L, 10L, 4L), CHAIN);
    assertThat(run.end(1)).isEqualTo(3 + 10 + 4);
    assertThat(run.end(8)).isEqualTo(17 + 7 * 10);
  }

  @Test
  void stagesThatDoNotWaitForEachOtherAddNoDepth() {
    List<List<Integer>> diamond = List.of(List.of(), List.of(0), List.of(0), List.of(1, 2));
    assertThat(new SegmentRun(Timing.LOCKSTEP, 10, List.of(1L, 2L, 3L, 4L), diamond).end(5)).isEqualTo((5 + 3 - 1) * 10);
    assertThat(new SegmentRun(Timing.ASYNC, 10, List.of(1L, 2L, 3L, 4L), diamond).end(5)).isEqualTo(1 + 3 + 4 + 4 * 10);
  }

  @Test
  void skippingEqualSamplesGivesWhatFollowingEachOneGives() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      int stages = 1 + random.nextInt(5);
      long period = 1 + random.nextInt(20);
      List<Long> cycles = random.longs(stages, 1, period + 1).boxed().toList();
      List<List<Integer>> before = IntStream.range(0, stages)
          .mapToObj(c -> IntStream.range(0, c).filter(p -> random.nextBoolean()).boxed().toList()).toList();
      SegmentRun run = new SegmentRun(random.nextBoolean() ? Timing.ASYNC : Timing.LOCKSTEP, period, cycles, before);
      long samples = 1 + random.nextInt(40);
      assertThat(run.end(samples)).as(run.toString()).isEqualTo(run.endOneByOne(samples));
    }
  }

  @Test
  void aMillionMillionSamplesAreNotFollowedOneByOne() {
    long samples = 1_000_000_000_000L;
    assertThat(new SegmentRun(Timing.LOCKSTEP, 10, List.of(3L, 10L, 4L), CHAIN).end(samples)).isEqualTo((samples + 2) * 10);
  }
}
