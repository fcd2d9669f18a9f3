package dev.dovetail.solver.dramschedule.soma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTensor.Load;
import dev.dovetail.models.dramschedule.DramTensor.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleAnnealingTest {
  private static final long ROUNDS = 2_000;

  private record Heard(DramSchedule schedule, long latency) {}

  private static long anneal(DramScheduleProblem problem, long seed, List<Heard> heard) {
    return new ScheduleAnnealing(problem, new SplittableRandom(seed), () -> false, (s, l) -> heard.add(new Heard(s, l)))
        .run(ROUNDS);
  }

  @Test
  void everyScheduleThatItReportsIsExecutableCostsWhatItSaysAndIsBetterThanTheOneBefore() {
    int improvedMoreThanOnce = 0;
    for (long seed = 0; seed < 60; seed++) {
      DramScheduleProblem problem = RandomStreams.tight(seed);
      List<Heard> heard = new ArrayList<>();
      long best = anneal(problem, seed, heard);
      long last = Long.MAX_VALUE;
      for (Heard h : heard) {
        Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, h.schedule());
        assertThat(evaluation.violations()).isEmpty();
        assertThat(h.latency()).isEqualTo(evaluation.objective()).isLessThan(last);
        last = h.latency();
      }
      assertThat(best).isEqualTo(last);
      improvedMoreThanOnce += heard.size() > 2 ? 1 : 0;
    }
    assertThat(improvedMoreThanOnce).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameSchedules() {
    DramScheduleProblem problem = RandomStreams.tight(7);
    List<Heard> once = new ArrayList<>();
    List<Heard> again = new ArrayList<>();
    anneal(problem, 3, once);
    anneal(problem, 3, again);
    assertThat(again).isEqualTo(once);
  }

  /**
   * Tile a takes 100 cycles, b 10, c 10; each needs 80 bytes, 8 cycles on the channel, and there is room for everything. Double buffering
   * loads c's weights during b, which ends before b does (108 to 118): 8 + 100 + 10 + 10 = 128. Nothing is shorter: the first load cannot be hidden.
   * With 40 cycles for the loads of b and c (400 bytes) double buffering waits 30 cycles for c: 8 + 100 + 40 + 10 = 158, and loading both
   * during a makes it 128 again.
   */
  @Test
  void loadsThatDoubleBufferingCannotHideAreLoadedAhead() {
    List<DramTensor> tensors =
        List.of(
            new Load("wgt:a", 80, 0, 0, 1, -1, List.of()),
            new Load("wgt:b", 400, 1, 1, 2, 0, List.of()),
            new Load("wgt:c", 400, 2, 2, 3, 1, List.of()));
    List<ComputeTile> tiles = List.of(new ComputeTile("a", 100, 0), new ComputeTile("b", 10, 1), new ComputeTile("c", 10, 2));
    DramScheduleProblem problem = new DramScheduleProblem("p", 10, 1_000, tiles, tensors, List.of(), List.of(0, 1, 2));
    List<Heard> heard = new ArrayList<>();
    assertThat(anneal(problem, 1, heard)).isEqualTo(128);
    assertThat(heard.get(0)).isEqualTo(new Heard(DefaultSchedule.of(problem), 158));
  }

  @Test
  void aDoubleBufferScheduleThatDoesNotFitIsNoStart() {
    DramScheduleProblem roomy = RandomStreams.roomy(1);
    DramScheduleProblem small =
        new DramScheduleProblem("small", 10, 1, roomy.tiles(), roomy.tensors(), roomy.locals(), roomy.defaultOrder());
    List<Heard> heard = new ArrayList<>();
    assertThat(anneal(small, 1, heard)).isEqualTo(Long.MAX_VALUE);
    assertThat(heard).isEmpty();
  }

  /** The load of tile 1 reads what the store of tile 0 writes, but the double-buffer order has it first. */
  @Test
  void aDoubleBufferOrderThatReadsBeforeItWritesIsNoStart() {
    List<DramTensor> tensors =
        List.of(new Store("out:a", 10, 0, 0, 1, 2), new Load("in:b", 10, 1, 1, 2, 0, List.of(0)));
    List<ComputeTile> tiles = List.of(new ComputeTile("a", 5, 0), new ComputeTile("b", 5, 1));
    DramScheduleProblem problem = new DramScheduleProblem("p", 10, 100, tiles, tensors, List.of(), List.of(1, 0));
    List<Heard> heard = new ArrayList<>();
    assertThat(anneal(problem, 1, heard)).isEqualTo(Long.MAX_VALUE);
    assertThat(heard).isEmpty();
  }

  /** Two loads of one layer stand in the double-buffer order against their tiles; both read what tile 0 and tile 1 store. */
  @Test
  void whatReadsStaysBehindWhatWritesEvenIfTheDoubleBufferOrderMixesTiles() {
    List<DramTensor> tensors =
        List.of(
            new Store("out:0", 30, 0, 0, 1, 2),
            new Store("out:1", 30, 0, 1, 2, 2),
            new Load("in:2", 20, 1, 2, 3, 1, List.of(0, 1)),
            new Load("in:3", 20, 1, 3, 4, 1, List.of(0, 1)),
            new Load("wgt:4", 900, 2, 4, 5, 3, List.of()));
    List<ComputeTile> tiles =
        List.of(
            new ComputeTile("0", 5, 0),
            new ComputeTile("1", 5, 0),
            new ComputeTile("2", 5, 1),
            new ComputeTile("3", 5, 1),
            new ComputeTile("4", 5, 2));
    DramScheduleProblem problem = new DramScheduleProblem("p", 10, 9_000, tiles, tensors, List.of(), List.of(0, 1, 3, 2, 4));
    for (long seed = 0; seed < 20; seed++) {
      List<Heard> heard = new ArrayList<>();
      anneal(problem, seed, heard);
      assertThat(heard).isNotEmpty().allSatisfy(
          h -> assertThat(new DramScheduleEvaluator().evaluate(problem, h.schedule()).violations()).isEmpty());
    }
  }

  @Test
  void anInstanceWithoutTensorsHasOneSchedule() {
    DramScheduleProblem problem =
        new DramScheduleProblem("p", 10, 1, List.of(new ComputeTile("a", 5, 0)), List.of(), List.of(), List.of());
    assertThat(anneal(problem, 1, new ArrayList<>())).isEqualTo(5);
  }
}
