package dev.dovetail.models.dramschedule;

import static dev.dovetail.models.dramschedule.DramExamples.THREE;
import static dev.dovetail.models.dramschedule.DramExamples.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DramScheduleReaderTest {
  @Test
  void whatIsLeftOutFollows() {
    DramScheduleProblem problem = parse(THREE);
    // One tile ahead of their tiles; by residency begin: a at -1, b at 0, c at 1, the store with its tile at 2.
    assertThat(problem.defaultOrder()).containsExactly(0, 1, 2, 3);
    assertThat(DefaultSchedule.of(problem).times()).containsExactly(-1, 0, 1, 3);
    assertThat(problem.channelCycles(problem.tensors().get(1))).isEqualTo(12);
  }

  @Test
  void weightsPrecedeActivationsAndLoadsPrecedeStoresInTheComputedOrder() {
    List<DramTensor> tensors =
        List.of(
            new DramTensor.Store("out:a", 1, 0, 1, 2, 3),
            new DramTensor.Load("in:c", 1, 2, 2, 3, 1, List.of()),
            new DramTensor.Load("wgt:c", 1, 2, 2, 9, 1, List.of()),
            new DramTensor.Load("in:b", 1, 1, 1, 2, 0, List.of()));
    // Begin: in:b 0; then all at 1: the weights although they stay longest, then by end both at 3, the load before the store.
    assertThat(DefaultSchedule.order(tensors)).containsExactly(3, 2, 1, 0);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of("format: dram-schedule/1", "format: dram-schedule/2", "p.yaml:1: The format (dram-schedule/2)"),
        Arguments.of("dramBytesPerCycle: 10", "dramBytesPerCycle: 0",
            "p.yaml:3: The value (0) of 'dramBytesPerCycle' must be from 1"),
        Arguments.of("bufferBytes: 240", "bufferBytes: 0", "p.yaml:4: The value (0) of 'bufferBytes'"),
        Arguments.of("bytes: 120", "bytes: -1", "p.yaml:11: The value (-1) of 'tensors[1].bytes'"),
        Arguments.of("cycles: 20", "cycles: -20", "p.yaml:7: The value (-20) of 'tiles[1].cycles'"),
        Arguments.of("neededBy: 1", "neededBy: 3", "p.yaml:11: The tensor (wgt:b) refers to the tile (3), which does not exist."),
        Arguments.of("neededBy: 1, end: 2", "neededBy: 1, end: 1",
            "p.yaml:11: The end of residency (1) of the tensor (wgt:b) must be above its neededBy (1)"),
        Arguments.of("minEnd: 3", "minEnd: 2",
            "p.yaml:13: The end of residency (2) of the tensor (out:c) must be above its producedBy (2)"),
        Arguments.of("minEnd: 3", "minEnd: 4", "at most the number of tiles (3)"),
        Arguments.of("start: 0, end: 2", "start: 0, end: 0", "p.yaml:15: The end of residency (0) of the tensor ('locals[0]')"),
        Arguments.of("kind: store", "kind: spill", "p.yaml:13: The kind (spill) of 'tensors[3]' must be load or store."),
        Arguments.of("neededBy: 2, end: 3", "neededBy: 2, end: 3, after: [1]",
            "p.yaml:12: The load (wgt:c) must come after the tensor (1), which is no store."),
        Arguments.of("neededBy: 2, end: 3", "neededBy: 2, end: 3, after: [4]",
            "must come after the tensor (4), which is no store."),
        Arguments.of("neededBy: 2, end: 3", "neededBy: 2, end: 3, after: [2]",
            "p.yaml:12: The load (wgt:c) must come after itself."),
        Arguments.of("neededBy: 2, end: 3", "neededBy: 2, end: 3, after: [3]",
            "Cyclic dependency: the load (wgt:c), needed by the tile (2, c), must come after the store (out:c), made by the tile (2, c)"),
        Arguments.of("locals:", "defaultOrder: [0, 1, 2]\nlocals:", "the tensor (3, out:c) is missing"),
        Arguments.of("locals:", "defaultOrder: [0, 1, 2, 2]\nlocals:", "it names the tensor (2) twice"),
        Arguments.of("locals:", "defaultOrder: [0, 1, 2, 4]\nlocals:", "it names the tensor (4), which does not exist"),
        Arguments.of("end: 3}\n  - {name: \"out:c\"", "ends: 3}\n  - {name: \"out:c\"",
            "The key (ends) is not known in 'tensors[2]'"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void everyMistakeIsNamedWithItsPlace(String good, String bad, String message) {
    assertThat(THREE).contains(good);
    assertThatThrownBy(() -> parse(THREE.replace(good, bad))).isInstanceOf(BadInputException.class).hasMessageContaining(message)
        .hasMessageContaining("Maybe ");
  }

  @Test
  void twoStoresOfOneTileAreRefused() {
    String twice =
        THREE.replace("locals:", "  - {name: again, kind: store, bytes: 1, group: 2, producedBy: 2, minEnd: 3}\nlocals:");
    assertThatThrownBy(() -> parse(twice)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("p.yaml:14: The tile (2, c) makes two stores, (out:c) and (again).");
  }
}
