package dev.dovetail.models.dramschedule;

import static dev.dovetail.models.dramschedule.DramExamples.parse;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The bounds that know the buffer, by hand. */
class CapacityBoundTest {
  private static CapacityBound two(int buffer) {
    return new CapacityBound(
        parse(
            """
            format: dram-schedule/1
            name: two
            dramBytesPerCycle: 1
            bufferBytes: %d
            tiles: [{name: a, cycles: 10, group: 0}, {name: b, cycles: 10, group: 1}]
            tensors:
              - {name: a, kind: load, bytes: 2, group: 0, neededBy: 0, end: 1}
              - {name: b, kind: load, bytes: 6, group: 1, neededBy: 1, end: 2}
              - {name: c, kind: load, bytes: 6, group: 1, neededBy: 1, end: 2}
            """
                .formatted(buffer)));
  }

  @Test
  void ofTwoTensorsThatDoNotFitTogetherOneComesAfterTheTile() {
    // Beside a (2), tile 0 leaves 10 bytes for b and c (12): with parts of tensors 2 cycles would be left. Tensors are whole: one of them (6)
    // travels after tile 0, which ends at 2 + 10. 12 + 6 + 10 = 28.
    assertThat(two(12).capacity().value()).isEqualTo(28);
    assertThat(two(13).capacity().value()).isEqualTo(28);
    // With 14 bytes all three are there at tile 0: 2 + 6 + 6 of loads, 10 of tile 1, is 24.
    assertThat(two(14).capacity().value()).isEqualTo(24);
  }

  @Test
  void tailsSayWhatMustFollowATile() {
    // After tile 0: 6 of the other load and 10 of tile 1.
    assertThat(two(12).endTails()).containsExactly(16, 0);
    assertThat(two(12).startTails()).containsExactly(26, 10);
  }

  @Test
  void aLoadIsBeforeOrAfterAStoreButNotOnBothSides() {
    CapacityBound bound =
        new CapacityBound(
            parse(
                """
                format: dram-schedule/1
                name: order
                dramBytesPerCycle: 1
                bufferBytes: 100
                tiles: [{name: p, cycles: 10, group: 0}, {name: q, cycles: 1, group: 1}, {name: r, cycles: 5, group: 2}]
                tensors:
                  - {name: y, kind: store, bytes: 4, group: 0, producedBy: 0, minEnd: 1}
                  - {name: z, kind: load, bytes: 4, group: 1, neededBy: 1, end: 2, after: [0]}
                  - {name: c, kind: load, bytes: 20, group: 2, neededBy: 2, end: 3}
                """));
    // In parts: c 0..10, y 10..14, z 14..18, the rest of c 18..28, r 28..33.
    assertThat(bound.capacity().value()).isEqualTo(33);
    // c first: 0..20, y 20..24, z 24..28, q 28..29, r 29..34. y first: y 10..14, then z and c until 38, r 38..43.
    assertThat(bound.order().value()).isEqualTo(34);
  }
}
