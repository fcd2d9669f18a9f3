package dev.dovetail.models.stream.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.stream.hardware.HardwareDescription.Pair;
import dev.dovetail.models.stream.hardware.MemoryDescription.Operand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwareReaderTest {
  /** Two compute cores with a ring of links, and a bus to DRAM that is listed last. */
  static final String QUAD = """
      name: pair
      cores:
        0: matrix.yaml
        1: ./simd.yaml
        2: offchip.yaml
      offchip_core_id: 2
      unit_energy_cost: 0
      core_connectivity:
        - {type: link, cores: [0, 1], bandwidth: 32}
        - type: bus
          cores: [0, 1, 2]
          bandwidth: 128
      """;

  static final String MATRIX = """
      name: matrix
      type: zigzag.compute
      memories:
        rf:
          size: 1024
          r_cost: 0.095
          w_cost: 0.095
          area: 0
          latency: 1
          auto_cost_extraction: False
          operands: [I2]
          ports:
            - name: r_port_1
              type: read
              bandwidth_min: 8
              bandwidth_max: 8
              allocation:
                - I2, tl
          served_dimensions: []
        weights:
          size: 9000
          r_cost: 1
          w_cost: 1
          operands: [I2]
          ports: [{name: p, type: read_write, bandwidth_min: 64, bandwidth_max: 64, allocation: [[I2, tl], [I2, fh]]}]
          served_dimensions: [D1, D2]
        sram:
          size: 16777216
          r_cost: 416.16
          w_cost: 378.4
          operands: [I1, O]
          ports:
            - {name: r, type: read, bandwidth_min: 64, bandwidth_max: 2048, allocation: ["I1, tl", "O, tl"]}
            - {name: w, type: write, bandwidth_min: 64, bandwidth_max: 1024, allocation: ["I1, fh", "O, fl"]}
          served_dimensions: [D1, D2]
      operational_array:
        unit_energy: 0.04
        unit_area: 1
        dimensions: [D1, D2]
        sizes: [32, 16]
      """;

  /** The earlier form: bandwidths of the memory, uses per operand, dataflows. */
  static final String SIMD = """
      name: simd
      memories:
        sram:
          size: 1048576
          r_bw: 512
          w_bw: 256
          r_cost: 60
          w_cost: 75
          area: 0
          r_port: 0
          w_port: 0
          rw_port: 2
          latency: 1
          operands: [I1, I2, O]
          ports:
            - {fh: rw_port_1, tl: rw_port_2}
            - {fh: rw_port_1, tl: rw_port_2}
            - {fh: rw_port_1, tl: rw_port_2, fl: rw_port_1, th: rw_port_2}
          served_dimensions: [D1]
      operational_array: {unit_energy: 0.1, unit_area: 0.01, dimensions: [D1], sizes: [64]}
      operator_types: [Add, Relu]
      dataflows:
        D1:
          - K, 64
      """;

  static final String DRAM = """
      name: offchip
      type: offchip
      memories:
        dram:
          size: 10000000000
          r_cost: 1000
          w_cost: 1000
          operands: [I1, I2, O]
          ports: [{name: rw, type: read_write, bandwidth_min: 64, bandwidth_max: 64, allocation: ["I1, fh", "I1, tl"]}]
          served_dimensions: [D1]
      operational_array: {unit_energy: 0, unit_area: 0, dimensions: [D1], sizes: [0]}
      """;

  @TempDir
  Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("cores"));
    write("pair.yaml", QUAD);
    write("cores/matrix.yaml", MATRIX);
    write("simd.yaml", SIMD);
    write("cores/offchip.yaml", DRAM);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private HardwareDescription read() {
    return HardwareReader.read(folder.resolve("pair.yaml"));
  }

  @Test
  void whatTheFilesSayIsRead() {
    HardwareDescription hardware = read();
    assertThat(hardware.name()).isEqualTo("pair");
    assertThat(hardware.dramCore()).isEqualTo(2);
    assertThat(hardware.cores()).extracting(CoreDescription::type).containsExactly("matrix", "simd", "offchip");
    assertThat(hardware.cores()).extracting(CoreDescription::kind)
        .containsExactly(CoreDescription.Kind.COMPUTE, CoreDescription.Kind.COMPUTE, CoreDescription.Kind.DRAM);
    CoreDescription matrix = hardware.cores().get(0);
    assertThat(matrix.units()).isEqualTo(32 * 16);
    assertThat(matrix.isGeneral()).isTrue();
    assertThat(matrix.unitPicojoules()).isEqualByComparingTo("0.04");
    assertThat(matrix.topMemory().readBitsPerCycle()).isEqualByComparingTo("2048");
    assertThat(matrix.topMemory().writeBitsPerCycle()).isEqualByComparingTo("1024");
    assertThat(matrix.top(Operand.I2).orElseThrow().sizeBits()).isEqualTo(9_000);
    CoreDescription simd = hardware.cores().get(1);
    assertThat(simd.operators()).containsExactly("Add", "Relu");
    assertThat(simd.lists("Relu")).isTrue();
    assertThat(simd.topMemory().readBitsPerCycle()).isEqualByComparingTo("512");
    assertThat(simd.dataflows()).containsEntry("D1", java.util.List.of("K, 64"));
  }

  @Test
  void aSeparateMemoryForWeightsDoesNotCountAsCapacity() {
    assertThat(read().cores().get(0).capacityBits()).isEqualTo(16_777_216);
  }

  @Test
  void theConnectionListedLastCarriesTheTransfersAndAWarningSaysSo() {
    HardwareDescription hardware = read();
    assertThat(hardware.directConnections().get(new Pair(0, 1)).id()).isEqualTo("bus1");
    assertThat(hardware.directConnections()).hasSize(6);
    assertThat(hardware.warnings()).anyMatch(w -> w.contains("bus1") && w.contains("link0_1") && w.contains("no transfers"));
    assertThat(hardware.warnings()).anyMatch(w -> w.contains("dataflows"));
    assertThat(hardware.warnings()).hasSize(2);
  }

  @Test
  void aLinkListedLastKeepsItsTwoCores() throws IOException {
    write("pair.yaml", """
        name: pair
        cores: [matrix.yaml, ./simd.yaml, offchip.yaml]
        offchip_core_id: 2
        core_connectivity:
          - {type: bus, cores: [0, 1, 2], bandwidth: 128, unit_energy_cost: 2}
          - {cores: [0, 1], bandwidth: 32.5}
        """);
    HardwareDescription hardware = read();
    assertThat(hardware.directConnections().get(new Pair(1, 0)).id()).isEqualTo("link0_1");
    assertThat(hardware.directConnections().get(new Pair(1, 0)).bitsPerCycle()).isEqualByComparingTo("32.5");
    assertThat(hardware.directConnections().get(new Pair(0, 2)).id()).isEqualTo("bus0");
    assertThat(hardware.warnings()).anyMatch(w -> w.contains("not all transfers over bus0"))
        .anyMatch(w -> w.contains("per bit in some files and per word in others"));
  }

  @Test
  void aNameWithASlashStartsAtTheCurrentFolderOrAtAFolderAboveTheAccelerator() throws IOException {
    Path inputs = folder.resolve("stream/inputs");
    Files.createDirectories(inputs);
    Files.writeString(inputs.resolve("deep.yaml"), QUAD.replace("matrix.yaml", "cores/matrix.yaml")
        .replace("./simd.yaml", "../../simd.yaml").replace("offchip.yaml", "cores/offchip.yaml"));
    assertThat(HardwareReader.read(inputs.resolve("deep.yaml")).cores()).hasSize(3);
  }

  @Test
  void coresMayStandInTheAcceleratorFile() throws IOException {
    write("pair.yaml", QUAD.replace("0: matrix.yaml", "0:\n" + MATRIX.indent(4)));
    assertThat(read().cores().get(0).type()).isEqualTo("core0");
    assertThat(read().cores().get(0).units()).isEqualTo(512);
  }

  @Test
  void keysThatAreNotUsedAreNamedWithWhatMayHaveBeenMeant() throws IOException {
    write("cores/matrix.yaml", MATRIX + "operator_type: [Conv]\n");
    assertThat(read().warnings())
        .anyMatch(w -> w.contains("(operator_type)") && w.contains("'operator_types' may have been meant"));
  }

  @Test
  void busesOfOneBandwidthAreOneResourceToStream() throws IOException {
    write("pair.yaml", QUAD.replace("{type: link, cores: [0, 1], bandwidth: 32}", "{type: bus, cores: [0, 1], bandwidth: 128}"));
    assertThat(read().warnings()).anyMatch(w -> w.contains("bus0 and bus1 have the same bandwidth"));
  }

  @Test
  void sharedMemoriesConnectAndMustBeOfOneSize() throws IOException {
    write("pair.yaml", """
        name: pair
        cores: {0: matrix.yaml, 1: matrix.yaml, 2: offchip.yaml}
        offchip_core_id: 2
        core_connectivity:
          - {type: link, cores: [0, 2], bandwidth: 512}
        core_memory_sharing: ["0, 1"]
        """);
    assertThat(read().sharedTopMemory()).containsExactly(java.util.List.of(0, 1));
  }

  @Test
  void aMissingCoreFileListsThePlacesThatWereTried() throws IOException {
    write("pair.yaml", QUAD.replace("matrix.yaml", "matrx.yaml"));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class)
        .hasMessageContaining("pair.yaml:3: The core file (matrx.yaml) does not exist")
        .hasMessageContaining("cores/matrx.yaml").hasMessageContaining(folder.resolve("matrx.yaml").toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "offchip_core_id: 2; offchip_core_id: 3; pair.yaml:6: The off-chip core (3) must be one of the cores 0 to 2",
      "offchip_core_id: 2; ''; The key (offchip_core_id) is missing",
      "2: offchip.yaml; 3: offchip.yaml; (3) was found where (2) is expected",
      "2: offchip.yaml; two: offchip.yaml; The core id (two) must be a whole number",
      "type: bus; type: ring; The connection type (ring) must be link or bus",
      "cores: [0, 1]; cores: [0, 1, 2]; A link joins exactly two cores, but (3) are listed",
      "cores: [0, 1]; cores: [0, 7]; The core (7) does not exist; the cores are 0 to 2",
      "cores: [0, 1]; cores: [0, 0]; The core (0) is listed twice",
      "bandwidth: 32; bandwidth: 0; The bandwidth (0) must be above 0",
      "bandwidth: 32; bandwidth: fast; The value (fast) of 'core_connectivity[0].bandwidth' must be a number",
      "cores: [0, 1, 2]; cores: [0, 1]; There is no way from the core (0) to the core (2)",
      "unit_energy_cost: 0; 'core_memory_sharing: [\"0, 1\"]'; share their top memory",
      "unit_energy_cost: 0; graph: {type: 2d_mesh}; The key (graph) is that of an early release",
      "1: ./simd.yaml; 1: ./cores/offchip.yaml; The core (1) is off-chip too"})
  void wrongAcceleratorsAreRefused(String good, String bad, String message) throws IOException {
    write("pair.yaml", QUAD.replace(good, bad));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class).hasMessageContaining("pair.yaml:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "type: zigzag.compute; type: aie2.compute; AIE platform descriptions are out of scope",
      "type: zigzag.compute; type: computer; The core type (computer) must be compute, memory or offchip",
      "operands: [I1, O]; operands: [I3, O]; The operand (I3) must be one of [I1, I2, O]",
      "served_dimensions: [D1, D2]; served_dimensions: [D3]; The served dimension (D3) of memory (weights) is no dimension",
      "sizes: [32, 16]; sizes: [32]; The array has 2 dimensions, but 1 sizes",
      "sizes: [32, 16]; sizes: [32000, 16000]; The array has more than 16777216 units",
      "size: 16777216; size: 1.5; The value (1.5) of 'memories.sram.size' must be a whole number",
      "type: read_write; type: readwrite; The port type (readwrite) must be read, write or read_write",
      "'\"I1, tl\"'; I1 tl; must be an operand and one of fh, fl, tl, th",
      "w_cost: 378.4; w_cost: -1; must not be negative",
      "bandwidth_max: 2048; bandwidth_max: 0; must be above 0"})
  void wrongCoreFilesAreRefused(String good, String bad, String message) throws IOException {
    write("cores/matrix.yaml", MATRIX.replace(good, bad));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class).hasMessageContaining("matrix.yaml:")
        .hasMessageContaining(message);
  }
}
