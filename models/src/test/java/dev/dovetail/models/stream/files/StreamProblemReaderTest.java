package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamProblemReaderTest {
  private static final String PROBLEM = """
      format: stream/1
      name: two
      network: 2conv.onnx
      accelerator: machine.yaml
      costs: table.yaml
      mapping: mapping.yaml
      """;

  private static final String MACHINE = """
      name: pair
      cores: {0: core.yaml, 1: core.yaml, 2: dram.yaml}
      offchip_core_id: 2
      core_connectivity: [{type: bus, cores: [0, 1, 2], bandwidth: 128}]
      """;

  private static final String CORE = """
      name: core
      memories:
        sram:
          size: 16777216
          r_cost: 1
          w_cost: 1
          operands: [I1, I2, O]
          ports: [{name: p, type: read_write, bandwidth_min: 64, bandwidth_max: 64, allocation: ["I1, tl"]}]
          served_dimensions: []
      operational_array: {unit_energy: 1, unit_area: 1, dimensions: [D1], sizes: [64]}
      """;

  private static final String MAPPING = """
      layers: [{name: Conv, core_allocation: [[0, 1]], inter_core_tiling: [[{dim: D1, split: 2}]]}]
      fused_groups: [{name: all, layers: [Conv1, Conv2], intra_core_tiling: [{dim: Conv2.D2, tile: 8}]}]
      """;

  private static final String TABLE = """
      format: stream-costs/1
      source: made up
      entries:
        - {node: Conv1, sizes: [1, 16, 32, 3, 3, 8, 16], cores: [0, 1], cycles: 100, picojoules: 0.0005}
        - {node: Conv2, core: 0, cycles: 40, estimated: true}
      """;

  @TempDir
  Path folder;

  @BeforeEach
  void files() throws IOException {
    write("problem.yaml", PROBLEM);
    write("machine.yaml", MACHINE);
    write("core.yaml", CORE);
    write("dram.yaml", CORE.replace("name: core", "name: dram").replace("sizes: [64]", "sizes: [0]"));
    write("mapping.yaml", MAPPING);
    write("table.yaml", TABLE);
    OnnxImportTest.twoConvolutions().weight("left_over", 3).write(folder, "2conv.onnx");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private StreamProblemReader.Read read() {
    return StreamProblemReader.read(folder.resolve("problem.yaml"));
  }

  @Test
  void aProblemJoinsItsFiles() {
    StreamProblemReader.Read read = read();
    StreamProblem problem = read.problem();
    assertThat(problem.name()).isEqualTo("two");
    assertThat(problem.workload().nodes()).hasSize(2);
    assertThat(problem.hardware().computeCores()).containsExactly(0, 1);
    assertThat(problem.given().orElseThrow().groups()).hasSize(1);
    assertThat(read.notes()).anyMatch(n -> n.contains("left_over"));
    assertThat(read.differences()).isEmpty();
    // 0.5 femtojoules are rounded up to one.
    assertThat(problem.costs().of(0, new long[] {1, 16, 32, 3, 3, 8, 16}, 1)).contains(new StreamCost(100, 1, false));
    // Conv2 in the mapping: 32 columns on 2 cores, 32 rows in tiles of 8. Core 1 is like core 0.
    assertThat(problem.costs().of(1, new long[] {1, 16, 8, 3, 3, 16, 32}, 1)).contains(new StreamCost(40, 0, true));
    assertThat(problem.costs().of(1, new long[] {1, 16, 32, 3, 3, 16, 32}, 1)).isEmpty();
  }

  @Test
  void theJudgeAcceptsIt() {
    StreamProblem problem = read().problem();
    assertThat(new StreamEvaluator().evaluate(problem, problem.given().orElseThrow()).violations()).isEmpty();
  }

  @Test
  void streamsOwnTableIsForTheTilesOfTheMapping() throws IOException {
    write("table.yaml", """
        nodes:
          - name: Conv1
            cores:
              - {core_id: 0, latency_total: 2376.0, ideal_cycle: 288, ideal_temporal_cycle: 1152, energy_total: 550217.376,
                 metadata: {backend: zigzag}}
          - name: Conv2
            cores:
              - {core_id: 0, latency_total: 99.2, energy_total: 5, metadata: {backend: ideal}}
        """);
    StreamProblem problem = read().problem();
    assertThat(problem.costs().of(0, new long[] {1, 16, 32, 3, 3, 8, 16}, 0)).contains(new StreamCost(2376, 550_217_376, false));
    assertThat(problem.costs().of(1, new long[] {1, 16, 8, 3, 3, 16, 32}, 0)).contains(new StreamCost(100, 0, true));
  }

  @Test
  void aMappingMayBeSplitOverFilesOrMadeAutomatically() throws IOException {
    write("a.yaml", """
        layers: [{name: Conv1, core_allocation: [[0]]}]
        fused_groups: [{name: a, layers: [Conv1]}]
        """);
    write("b.yaml", """
        layers: [{name: Conv2, core_allocation: [[1]]}]
        fused_groups: [{name: b, layers: [Conv2]}]
        """);
    write("table.yaml", TABLE.replace("Conv2, core", "Conv2, sizes: [1, 16, 8, 3, 3, 16, 32], core"));
    write("problem.yaml", PROBLEM.replace("mapping: mapping.yaml", "mapping: [a.yaml, b.yaml]"));
    assertThat(read().problem().given().orElseThrow().groups()).hasSize(2);
    write("problem.yaml", PROBLEM.replace("mapping: mapping.yaml", "mapping: automatic"));
    assertThat(read().problem().given().orElseThrow().groups()).hasSize(1);
    write("problem.yaml", PROBLEM.replace("mapping: mapping.yaml\n", ""));
    assertThat(read().problem().given()).isEmpty();
  }

  @Test
  void networksMayBeNamedOrHaveAnotherPrecision() throws IOException {
    write("problem.yaml", """
        format: stream/1
        name: named
        network: {file: 2conv.onnx, bits: 8, biases: false}
        accelerator: machine.yaml
        """);
    assertThat(read().problem().workload().tensors()).allMatch(t -> t.bits() == 8);
    write("problem.yaml", """
        format: stream/1
        name: named
        network: resnet18
        accelerator: machine.yaml
        mapping: automatic
        """);
    assertThat(read().problem().given().orElseThrow().groups()).hasSize(11);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "format: stream/1; format: stream/2; problem.yaml; The format (stream/2) must be stream/1",
      "name: two; nme: two; problem.yaml; The key (nme) is not known",
      "accelerator: machine.yaml; accelerator: machin.yaml; problem.yaml; machin.yaml",
      "node: Conv1; node: Conv7; table.yaml; The node (Conv7) is not in the network",
      "sizes: [1, 16; sizes: [1, 15; table.yaml; do not divide the loops of the node (Conv1): D0 b=1, D1 ox=32",
      "cycles: 100; cycles: -1; table.yaml; must be",
      "core: 0; core: 4; table.yaml; The core (4) does not exist",
      "picojoules: 0.0005; picojoules: -2; table.yaml; must not be negative",
      "format: stream-costs/1; format: cost-table/1; table.yaml; The format (cost-table/1) must be stream-costs/1",
      "split: 2; split: 5; mapping.yaml; The split (5) of dimension D1 of node (Conv1) must divide its size (32)"})
  void wrongProblemsAreRefused(String good, String bad, String file, String message) throws IOException {
    String old = Files.readString(folder.resolve(file));
    assertThat(old).contains(good);
    write(file, old.replace(good, bad));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class).hasMessageContaining(file + ":")
        .hasMessageContaining(message);
  }

  @Test
  void aMissingNetworkIsNamed() throws IOException {
    write("problem.yaml", PROBLEM.replace("2conv", "3conv"));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class)
        .hasMessageContaining("3conv.onnx: This file does not exist");
  }

  @Test
  void aTableWithoutSizesNeedsTheMappingThatItWasMadeFor() throws IOException {
    write("problem.yaml", PROBLEM.replace("mapping: mapping.yaml\n", ""));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The cost of the node (Conv2) is given without loop sizes");
  }
}
