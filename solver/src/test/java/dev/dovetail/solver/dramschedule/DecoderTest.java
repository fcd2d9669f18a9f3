package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decoder on an instance that is small enough for a timeline by hand. */
class DecoderTest {
  /**
   * Three tiles of 10, 20, 10 cycles; one byte per cycle; loads a (8 bytes, tile 0), b (6, tile 1), c (9, tile 2); store d (5) of tile 1
   * that readers hold until tile 2 starts.
   */
  private static DramScheduleProblem instance(long buffer) {
    return new DramScheduleProblem(
        "three tiles",
        1,
        buffer,
        List.of(new ComputeTile("t0", 10, 0), new ComputeTile("t1", 20, 1), new ComputeTile("t2", 10, 2)),
        List.of(
            new DramTensor.Load("a", 8, 0, 0, 1, -1, List.of()),
            new DramTensor.Load("b", 6, 1, 1, 2, 0, List.of()),
            new DramTensor.Load("c", 9, 2, 2, 3, 1, List.of()),
            new DramTensor.Store("d", 5, 1, 1, 2, 3)),
        List.of(),
        List.of(0, 1, 2, 3));
  }

  private static Decoder decoder(long buffer) {
    Decoder decoder = new Decoder();
    decoder.take(Streams.of(instance(buffer)));
    return decoder;
  }

  @Test
  void withRoomForAllLoadsTheChannelNeverWaits() {
    Decoder decoder = decoder(28);
    // a ends at 8, tile 0 at 18; b and c, resident from tile 0 on, have arrived by 23, tile 1 runs 18..38, tile 2 38..48, d travels 38..43.
    assertThat(new StandardLists(decoder).bestOf(Long.MAX_VALUE)).isEqualTo(48);
    assertThat(decoder.schedule()).isEqualTo(new DramSchedule(List.of(0, 1, 2, 3), List.of(-1, 0, 0, 3)));
  }

  @Test
  void aLoadThatDoesNotFitBesideTheTileAtWorkComesAfterIt() {
    Decoder decoder = decoder(14);
    // Tile 0 holds a (8) and may hold b (6), which arrives by 14. Tile 1 holds b and d (11): c (9) waits for its end at 38 and comes
    // after d's place is free or beside it: tile 2 holds d (5) and c (9). c first: 38..47, tile 2 47..57, d 47..52.
    assertThat(decoder.decode(new int[] {0, 1, 2, 3}, true, false, null, Long.MAX_VALUE)).isEqualTo(57);
    assertThat(decoder.schedule()).isEqualTo(new DramSchedule(List.of(0, 1, 2, 3), List.of(-1, 0, 2, 3)));
    // d first: 38..43, c 43..52, tile 2 52..62.
    assertThat(decoder.decode(new int[] {3, 0, 1, 2}, true, false, null, Long.MAX_VALUE)).isEqualTo(62);
  }

  @Test
  void whatMustBeResidentAndDoesNotFitHasNoSchedule() {
    // Tile 1 needs 6 + 5 bytes.
    assertThat(new StandardLists(decoder(10)).bestOf(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void listsThatReachTheCutoffAreGivenUp() {
    assertThat(new StandardLists(decoder(28)).bestOf(48)).isEqualTo(Long.MAX_VALUE);
    assertThat(new StandardLists(decoder(28)).bestOf(49)).isEqualTo(48);
  }
}
