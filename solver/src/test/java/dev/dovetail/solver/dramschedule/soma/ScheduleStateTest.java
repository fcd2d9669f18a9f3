package dev.dovetail.solver.dramschedule.soma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTensor.Load;
import dev.dovetail.models.dramschedule.DramTensor.Store;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleStateTest {
  /**
   * Layer 0 in tiles 0 and 1, stored; layer 1 in tiles 2 and 3, which reads them again, and whose weights are tensor 6.
   *
   * <pre>
   * 0 in 0   load, tile 0     2 out 0  store, tile 0     4 in 2  load after 2, 3, tile 2     6 weights  load, tile 2
   * 1 in 1   load, tile 1     3 out 1  store, tile 1     5 in 3  load after 2, 3, tile 3     7 out 3    store, tile 3
   * </pre>
   */
  private static ScheduleState twoLayers() {
    List<DramTensor> tensors =
        List.of(
            new Load("in:0", 10, 0, 0, 1, -1, List.of()),
            new Load("in:1", 10, 0, 1, 2, 0, List.of()),
            new Store("out:0", 10, 0, 0, 1, 2),
            new Store("out:1", 10, 0, 1, 2, 3),
            new Load("in:2", 10, 1, 2, 3, 1, List.of(2, 3)),
            new Load("in:3", 10, 1, 3, 4, 2, List.of(2, 3)),
            new Load("wgt:1", 10, 1, 2, 4, 1, List.of()),
            new Store("out:3", 10, 1, 3, 4, 4));
    List<ComputeTile> tiles =
        List.of(new ComputeTile("0", 5, 0), new ComputeTile("1", 5, 0), new ComputeTile("2", 5, 1), new ComputeTile("3", 5, 1));
    DramScheduleProblem problem =
        new DramScheduleProblem("two layers", 10, 1_000, tiles, tensors, List.of(), List.of(0, 1, 2, 3, 6, 4, 5, 7));
    return new ScheduleState(new ScheduleArrays(problem), DefaultSchedule.of(problem));
  }

  @Test
  void tilesOfOneInputKeepTheirOrder() {
    ScheduleState state = twoLayers();
    assertThat(state.firstIndex(1)).isEqualTo(1); // behind tensor 0
    assertThat(state.lastIndex(4)).isEqualTo(5); // before tensor 5, which is at index 6
  }

  @Test
  void aLoadComesAfterTheStoresThatItReadsAndBeforeTheStoreThatNeedsIt() {
    ScheduleState state = twoLayers();
    assertThat(state.firstIndex(4)).isEqualTo(4); // store 3 is at index 3
    assertThat(state.lastIndex(0)).isEqualTo(0); // tensor 1 is next
    assertThat(state.lastIndex(6)).isEqualTo(6); // the output of tile 3 is at index 7
    assertThat(state.firstIndex(6)).isZero();
  }

  @Test
  void anIndexIsTimelyIfNothingEndsBeforeWhatPrecedesItBegins() {
    ScheduleState state = twoLayers();
    // the weights are resident from 1: tensor 3 lasts until 3, tensor 2 until 2, tensor 1 until 2, tensor 0 only until 1
    assertThat(state.firstTimelyIndex(6)).isEqualTo(1);
    // tensor 4 begins at 1, tensor 5 at 2; the weights last until 4
    assertThat(state.lastTimelyIndex(6)).isEqualTo(6);
  }

  @Test
  void aLoadMayBeginBetweenItsNeighboursAndNotBeforeWhatItReadsIsMade() {
    ScheduleState state = twoLayers();
    assertThat(state.earliestTime(4)).isEqualTo(1); // the position of store 3
    assertThat(state.latestTime(4)).isEqualTo(2); // its tile, where tensor 5 also begins
    assertThat(state.earliestTime(5)).isEqualTo(1); // as tensor 4
    assertThat(state.latestTime(5)).isEqualTo(3);
    assertThat(state.earliestTime(6)).isEqualTo(-1);
    assertThat(state.latestTime(1)).isEqualTo(1); // tensor 2, behind it, ends at 2
  }

  @Test
  void aStoreEndsAfterItsReadersAndAfterEverythingBeforeItHasBegun() {
    ScheduleState state = twoLayers();
    assertThat(state.earliestTime(2)).isEqualTo(1); // its least end; tensor 1 begins at 0
    assertThat(state.latestTime(2)).isEqualTo(3); // tensor 3 ends there
    state.moveTo(6, 2);
    assertThat(state.earliestTime(2)).isEqualTo(2); // the weights, before it now, begin at 1
    assertThat(state.latestTime(7)).isEqualTo(4); // the number of tiles
  }

  @Test
  void theOccupancyFollowsEveryChange() {
    for (long seed = 0; seed < 200; seed++) {
      DramScheduleProblem problem = RandomStreams.tight(seed);
      ScheduleState state = new ScheduleState(new ScheduleArrays(problem), DefaultSchedule.of(problem));
      int[][] before = state.snapshot();
      Random random = new Random(seed);
      for (int change = 0; change < 20; change++) {
        int i = random.nextInt(problem.tensors().size());
        int from = state.earliestTime(i);
        int to = state.latestTime(i);
        if (from <= to) {
          state.setTime(i, from + random.nextInt(to - from + 1));
          assertThat(state.fits()).isEqualTo(fits(problem, state.schedule(state.snapshot())));
        }
        state.moveTo(i, state.firstIndex(i));
      }
      state.restore(before);
      assertThat(state.schedule(state.snapshot())).isEqualTo(DefaultSchedule.of(problem));
      assertThat(state.fits()).isTrue();
    }
  }

  private static boolean fits(DramScheduleProblem problem, DramSchedule schedule) {
    for (int q = -1; q < problem.tiles().size(); q++) {
      if (RandomStreams.occupied(problem, schedule, q) > problem.bufferBytes()) {
        return false;
      }
    }
    return true;
  }
}
