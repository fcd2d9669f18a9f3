package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.NodePlacement.Split;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamGroup.Tile;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamWorkload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingYamlTest {
  private static final String GOOD = """
      layers:
      - name: Conv1
        core_allocation: [[0, 1, 2, 3]]
        inter_core_tiling: [[{dim: D1, split: 4}]]
      - name: Conv2
        core_allocation: [[2, 3]]
        inter_core_tiling:
        - - dim: D6
            split: 2
      fused_groups:
      - name: both
        layers: [Conv1, Conv2]
        intra_core_tiling:
        - {dim: Conv1.D5, tile: 4}
        - {dim: Conv2.D2, tile: 8}
      """;

  @TempDir
  Path folder;

  private StreamWorkload net;

  @BeforeEach
  void network() {
    net = Fixtures.twoConvolutions(folder);
  }

  @Test
  void coresSplitsAndTilesAreRead() {
    StreamMapping mapping = Fixtures.mapping(net, GOOD);
    assertThat(mapping.groups()).containsExactly(new StreamGroup(
        List.of(new NodePlacement(0, List.of(0, 1, 2, 3), List.of(new Split(1, 4))),
            new NodePlacement(1, List.of(2, 3), List.of(new Split(6, 2)))),
        List.of(new Tile(0, 5, 4), new Tile(1, 2, 8))));
  }

  @Test
  void anOperatorStandsForItsNodesThatAreNotNamed() {
    StreamMapping mapping = Fixtures.mapping(net, """
        - name: Conv
          core_allocation: [1]
        - name: Conv2
          core_allocation: [[3]]
        - {name: MaxPool, core_allocation: [4]}
        """);
    assertThat(mapping.groups()).hasSize(1);
    assertThat(mapping.groups().get(0).nodes()).extracting(NodePlacement::cores).containsExactly(List.of(1), List.of(3));
  }

  @Test
  void severalGroupsMayStandInOneFile() {
    StreamMapping mapping = Fixtures.mapping(net, """
        layers: [{name: Conv, core_allocation: [[0]]}]
        fused_groups: [{name: a, layers: [Conv1]}, {name: b, layers: [Conv2]}]
        """);
    assertThat(mapping.groups()).hasSize(2);
  }

  @Test
  void mappingFilesOfOurOwnHoldEverythingThatWasRead() {
    StreamProblem problem =
        new StreamProblem("p", net, Fixtures.quad(), StreamCosts.none(net, Fixtures.quad()), Optional.empty());
    StreamGroup.Choices choices = new StreamGroup.Choices(Map.of("Transfer(input)", List.of("bus0")), Map.of("Conv1", 3),
        Map.of("conv1_out", -1), Map.of("conv1_out_1", List.of(2, 3)), List.of("input", "Transfer(input)"));
    StreamMapping mapping = new StreamMapping(List.of(Fixtures.mapping(net, GOOD).groups().get(0).with(choices)));
    String text = MappingFile.write(problem, mapping).toString();
    assertThat(MappingFile.read(problem, DataFile.parse(text, "mapping.json"))).isEqualTo(mapping);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "name: Conv2; name: Conv9; The layer (Conv9) is neither a node of the network (2conv) nor an operator",
      "[[2, 3]]; [[2, 9]]; The core (9) does not exist; the accelerator (quad) has the cores 0 to 6",
      "[[2, 3]]; [[2, 3], [0, 1]]; The core_allocation has 2 alternatives; exactly one is expected",
      "[[2, 3]]; []; names no core",
      "split: 4; split: 3; The split (3) of dimension D1 of node (Conv1) must divide its size (32)",
      "split: 4; split: 2; The splits of node (Conv1) multiply to 2, but it has 4 cores",
      "dim: D6; dim: D7; The dimension (D7) is none of the node (Conv2, Conv), which has D0 b=1, D1 ox=32",
      "dim: D6; dim: K; write it as D0, D1",
      "Conv1.D5; D5; The dimension (D5) of a tile must be a node and a dimension",
      "Conv1.D5; Conv3.D5; The node (Conv3) is not in the network",
      "tile: 4; tile: 0; must be",
      "'layers: [Conv1, Conv2]'; 'layers: [Conv2]'; The node (Conv1) is in no fused group",
      "name: both; nam: both; The key (nam) is not known"})
  void wrongMappingsAreRefused(String good, String bad, String message) {
    assertThatThrownBy(() -> Fixtures.mapping(net, GOOD.replace(good, bad))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("mapping.yaml:").hasMessageContaining(message);
  }

  @Test
  void aNodeThatNobodyMapsIsNamed() {
    assertThatThrownBy(() -> Fixtures.mapping(net, "- {name: Conv1, core_allocation: [[0]]}"))
        .hasMessageContaining("No layer says where the node (Conv2) runs");
    assertThatThrownBy(() -> Fixtures.mapping(net, """
        layers: [{name: Conv, core_allocation: [[0]]}]
        fused_groups: [{name: a, layers: [Conv1]}]
        """)).hasMessageContaining("The node (Conv2) is in no fused group");
    assertThatThrownBy(() -> Fixtures.mapping(net, """
        layers: [{name: Conv, core_allocation: [[0]]}]
        fused_groups: [{name: a, layers: [Conv1]}, {name: b, layers: [Conv2], intra_core_tiling: [{dim: Conv1.D2, tile: 1}]}]
        """)).hasMessageContaining("The node (Conv1) of the tile is not in the fused group");
  }

  @Test
  void legacyLettersBecomeLoops() {
    StreamMapping mapping = Fixtures.mapping(net, """
        - name: default
          core_allocation: [0, 1]
          intra_core_tiling: ["OY, all"]
        - name: Conv2
          core_allocation: [0, 1, 2, 3]
          core_allocation_is_fixed: true
          inter_core_tiling: ["OX, 2", "K, *"]
          intra_core_tiling: ["OY, 4"]
        """);
    // Conv1's cores are alternatives, the first one is taken; 32 rows in tiles of one. Conv2: 2 parts of OX, 4/2 parts of K.
    assertThat(mapping.groups()).containsExactly(new StreamGroup(
        List.of(new NodePlacement(0, List.of(0), List.of()),
            new NodePlacement(1, List.of(0, 1, 2, 3), List.of(new Split(1, 2), new Split(6, 2)))),
        List.of(new Tile(0, 2, 1), new Tile(1, 2, 8))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "OY, all; OY all; The entry (OY all) must be a loop and a number",
      "OY, all; Z, 4; The entry (Z, 4) must be a loop and a number",
      "OY, all; OY, 5; The tiles (5) of loop OY of node (Conv1) must divide what one core has of it (32)",
      "[0, 1]; [0, 0]; gives one core several tiles",
      "[0, 1]; [0, 8]; The core (8) does not exist"})
  void wrongLegacyMappingsAreRefused(String good, String bad, String message) {
    String text = """
        - name: default
          core_allocation: [0, 1]
          intra_core_tiling: ["OY, all"]
        """;
    assertThatThrownBy(() -> Fixtures.mapping(net, text.replace(good, bad))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("mapping.yaml:").hasMessageContaining(message);
  }
}
