package dev.dovetail.models.mapping.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingProblemReaderTest {
  private static final String TEXT = """
      format: mapping/1
      name: tiny
      network:
        inputs: {x: [1, 32, 8, 8]}
        layers:
          - {name: c1, op: conv, input: x, channels: 32, kernel: 1}
          - {name: c2, op: conv, input: c1, channels: 32, kernel: 3, pad: 1}
          - {name: add, op: add, inputs: [c1, c2]}
        outputs: [add]
      accelerator: quad-core
      """;

  private static MappingProblem read(String more) {
    return MappingProblemReader.read(DataFile.parse(TEXT + more, "tiny.yaml"), Path.of(""));
  }

  @Test
  void aProblemWithoutWishesIsTheAllocationProblem() {
    MappingProblem problem = read("");
    assertThat(problem.objective()).isEqualTo(MappingObjective.LATENCY);
    assertThat(problem.requirements()).isEmpty();
    assertThat(problem.barriers()).isFalse();
    assertThat(problem.allocation()).isEqualTo(problem.base());
  }

  @Test
  void everyWishIsKeptOnItsOwn() {
    MappingProblem problem = read("""
        objective: throughput
        pin: {c1: [core0, core1]}
        forbid: {c2: core3}
        group: [[c1, c2]]
        tiles: {add: {rows: 4}}
        fuse: [[c1, c2]]
        cut: [[c1, add]]
        barriers: true
        reserve: [pool]
        cap: {core0: 1 MiB}
        """);
    assertThat(problem.objective()).isEqualTo(MappingObjective.THROUGHPUT);
    assertThat(problem.barriers()).isTrue();
    assertThat(problem.requirements()).containsExactly(
        new Requirement.Pin("c1", Set.of("core0", "core1")), new Requirement.Forbid("c2", Set.of("core3")),
        new Requirement.Together(Set.of("c1", "c2")), new Requirement.Tiles("add", new LayerGrid(4, 1, 1)),
        new Requirement.Fuse(Set.of("c1", "c2")), new Requirement.Cut("c1", "add"), new Requirement.ReserveCore("pool"),
        new Requirement.Cap("core0", 1 << 20));
    assertThat(problem.base().allowed()).isEmpty();
    assertThat(problem.base().grids()).isEmpty();
  }

  @Test
  void groupsAreAPartition() {
    assertThat(read("groups: [[c1], [c2, add]]\n").requirements())
        .containsExactly(new Requirement.Groups(List.of(Set.of("c1"), Set.of("c2", "add"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "fuse: [[c1, c3]]            | tiny.yaml:11: The layer (c3) is not in the network",
      "fuse: [[c1]]                | tiny.yaml:11: A fused set needs two layers at least.",
      "cut: [[c1, c2, add]]        | tiny.yaml:11: A cut names two layers",
      "cut: [[add, c1]]            | tiny.yaml:11: The layer (c1) reads nothing that the layer (add) makes.",
      "groups: [[c1], [c2]]        | tiny.yaml:11: The layer (add) is in none of the fusion groups.",
      "groups: [[c1, c2], [c2, add]] | tiny.yaml:11: The layer (c2) is in two fusion groups.",
      "reserve: cor0               | tiny.yaml:11: There is no core or channel (cor0) on the accelerator (quad-core).",
      "cap: {core9: 1 KiB}         | tiny.yaml:11: The core (core9) is not on the accelerator (quad-core).",
      "cap: {core0: -4}            | tiny.yaml:11:",
      "objective: speed            | tiny.yaml:11: The objective (speed) is not known.",
      "barriers: perhaps           | tiny.yaml:11:",
      "fused: [[c1, c2]]           | tiny.yaml:11: The key (fused) is not known"})
  void whatIsWrongIsNamedWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> read(line + "\n")).isInstanceOf(BadInputException.class)
        .hasMessageContaining(message).hasMessageContaining("Maybe ");
  }
}
