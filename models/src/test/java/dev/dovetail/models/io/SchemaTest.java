package dev.dovetail.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.dataflow.DataflowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas accept what the readers accept, and refuse what they can see to be wrong. */
class SchemaTest {
  private static final String BASE = "https://dovetail.dev/schema/";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          b -> b.schemaMappers(m -> m.mapPrefix(BASE, "classpath:dev/dovetail/schema/")));
  private static final Path PROBLEM = Path.of("src/test/resources/dev/dovetail/models/allocation/three-layer.yaml");
  private static final Path DATAFLOWS = Path.of("src/test/resources/dev/dovetail/models/dataflow/example.yaml");

  private static List<String> complaints(String schema, String yaml) {
    try {
      JsonNode node = new YAMLMapper().readTree(yaml);
      JsonSchema compiled = FACTORY.getSchema(SchemaLocation.of(BASE + schema));
      return compiled.validate(node).stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> hardware() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("hardware"))) {
      return files.toList().stream();
    }
  }

  static Stream<Path> instances() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../benchmarks/instances/allocation"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("hardware")
  void everyLibraryMachineIsValid(Path file) throws IOException {
    assertThat(complaints("accelerator-1.schema.json", Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("instances")
  void everyInstanceIsValid(Path file) throws IOException {
    assertThat(complaints("allocation-1.schema.json", Files.readString(file))).isEmpty();
  }

  @Test
  void anOnnxFileMayHaveAPrecision() {
    String text = "format: allocation/1\nname: n\naccelerator: quad-core\nnetwork: {file: m.onnx, bits: 8, symbols: {N: 4}}\n";
    assertThat(complaints("allocation-1.schema.json", text)).isEmpty();
    assertThat(complaints("allocation-1.schema.json", text.replace("bits: 8", "bits: 0"))).isNotEmpty();
    assertThat(complaints("allocation-1.schema.json", text.replace("bits: 8", "bit: 8"))).isNotEmpty();
  }

  @Test
  void tilesAreGivenForAllLayersOrByLayer() {
    String text = "format: allocation/1\nname: n\naccelerator: quad-core\nnetwork: resnet18\ntiles: ";
    assertThat(complaints("allocation-1.schema.json", text + "{rows: 2, chunks: 1, granule: 32}")).isEmpty();
    assertThat(complaints("allocation-1.schema.json", text + "{conv1: {rows: 2}}")).isEmpty();
    assertThat(complaints("allocation-1.schema.json", text + "{rows: 0}")).isNotEmpty();
    assertThat(complaints("allocation-1.schema.json", text + "{conv1: {row: 2}}")).isNotEmpty();
  }

  @Test
  void aMappingProblemIsAnAllocationProblemWithWishes() {
    String text =
        "format: mapping/1\nname: n\naccelerator: quad-core\nnetwork: resnet18\npin: {conv1: core0}\nfuse: [[conv1, pool1]]\n"
            + "cut: [[pool1, s2b1_1]]\nbarriers: true\nreserve: [core3, bus]\ncap: {core0: 1 MiB}\nobjective: throughput\n";
    assertThat(complaints("mapping-1.schema.json", text)).isEmpty();
    assertThat(complaints("mapping-1.schema.json", text.replace("[[conv1, pool1]]", "[[conv1]]"))).isNotEmpty();
    assertThat(complaints("mapping-1.schema.json", text.replace("s2b1_1]]", "s2b1_1, x]]"))).isNotEmpty();
    assertThat(complaints("mapping-1.schema.json", text.replace("reserve:", "reserved:"))).isNotEmpty();
    assertThat(complaints("mapping-1.schema.json", text.replace("throughput", "speed"))).isNotEmpty();
  }

  @Test
  void aCostTableIsValid() {
    String table =
        "format: cost-table/1\nentries:\n  - {layer: a, core: c, cycles: 5, picojoules: 0.5, bufferBytes: 0, dramBytes: 1 KiB}\n";
    assertThat(complaints("cost-table-1.schema.json", table)).isEmpty();
    assertThat(complaints("cost-table-1.schema.json", table.replace("cycles: 5", "cycles: 0"))).isNotEmpty();
    assertThat(complaints("cost-table-1.schema.json", table.replace("core: c", "kore: c"))).isNotEmpty();
  }

  @Test
  void theExampleDataflowsAreValid() throws IOException {
    assertThat(complaints("dataflow-1.schema.json", Files.readString(DATAFLOWS))).isEmpty();
    assertThat(DataflowReader.read(DATAFLOWS)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "dataflow/1|dataflow/2",
      "layers: CONV|layers: CNV",
      "layers: CONV|layers: []",
      "tc: C|tc: Q",
      "tc: C|Sz: C",
      "[16, 4, 4]|[16, 0]",
      "[16, 4, 4]|[]",
      "op: C,|op: Clusters,",
      "size: 8|size: 8, dim: K",
      "size: 8|size: -8",
      "op: T, dim: X|op: T, dimension: X",
      "- SpatialMap(1,1) K|- SpatialMap(1) K",
      "- SpatialMap(1,1) K|- SpacialMap(1,1) K",
      "- SpatialMap(1,1) K|- SpatialMap(1,1) Q",
      "note: one|notes: one",
  })
  void aBrokenDataflowIsRefusedBySchemaAndReader(String was, String is) throws IOException {
    String text = Files.readString(DATAFLOWS);
    assertThat(text).contains(was);
    String broken = text.replace(was, is);
    assertThat(complaints("dataflow-1.schema.json", broken)).isNotEmpty();
    assertThatThrownBy(() -> DataflowReader.parse(broken, "x.yaml")).isInstanceOf(BadInputException.class);
  }

  @Test
  void theSchemasThemselvesAreValid() throws IOException {
    JsonSchema meta = FACTORY.getSchema(SchemaLocation.of(SpecVersion.VersionFlag.V202012.getId()));
    for (String name : List.of("accelerator-1.schema.json", "allocation-1.schema.json", "cost-table-1.schema.json",
        "dataflow-1.schema.json", "mapping-1.schema.json")) {
      JsonNode schema = new ObjectMapper().readTree(SchemaTest.class.getResource("/dev/dovetail/schema/" + name));
      assertThat(meta.validate(schema)).isEmpty();
      assertThat(schema.get("$id").asText()).isEqualTo(BASE + name);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "accelerator/1|accelerator/9",
      "name: quad-core|nme: quad-core",
      "array: [32, 32]|array: [32, 0]",
      "array: [32, 32]|array: 32",
      "[[C, K]]|[[C, Z]]",
      "operators: [MATRIX]|operators: []",
      "bytes: 2 MiB|bytes: 2 MiBit",
      "bytes: 2 MiB|bytes: 0",
      "bytesPerCycle: 256|bytesPerCycle: 0",
      "bytesPerCycle: 256|bytesPerSecond: 256",
      "operationPicojoules: 0.04|operationPicojoules: -0.04",
      "count: 4|count: 0",
      "at: bus, bytesPerCycle: 16|at: bus",
      "at: bus, bytesPerCycle: 16|at: bus, port: false",
      "at: bus, bytesPerCycle: 16|at: bus, bytesPerCycle: 16, duplex: both",
      "members: [core0, core1|members: [core0, core0",
  })
  void aBrokenMachineIsRefusedBySchemaAndReader(String was, String is) throws IOException {
    String text = Files.readString(Path.of("hardware/quad-core.yaml"));
    assertThat(text).contains(was);
    String broken = text.replace(was, is);
    assertThat(complaints("accelerator-1.schema.json", broken)).isNotEmpty();
    assertThatThrownBy(() -> AcceleratorReader.read(DataFile.parse(broken, "x.yaml"))).isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "dataflows: [kcp_ws, kp_tile]|dataflows: []",
      "dataflows: [kcp_ws, kp_tile]|lanes: 2",
      "dataflows: [kcp_ws, kp_tile]|dataflows: [{directives: []}]",
      "latencyCycles: 1}|latencyCycles: 1, hops: 1}",
      "latencyCycles: 1}|latencyCycles: -1}",
      "noc: {|simd: 0\\n    noc: {",
      "candidates: 32|candidates: 0",
      "- {name: element|- {name: middle, bytes: 512, bytesPerCycle: 4}\\n      - {name: element",
  })
  void aBrokenMachineWithDataflowsIsRefusedBySchemaAndReader(String was, String is) throws IOException {
    String text = Files.readString(Path.of("hardware/quad-core-kcp.yaml"));
    assertThat(text).contains(was);
    String broken = text.replace(was, is.replace("\\n", "\n"));
    assertThat(complaints("accelerator-1.schema.json", broken)).isNotEmpty();
    assertThatThrownBy(() -> AcceleratorReader.read(DataFile.parse(broken, "x.yaml"))).isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "allocation/1|allocation/2",
      "objective: latency|objective: speed",
      "objective: latency|objektive: latency",
      "objective: latency|pin: {c1: []}",
      "objective: latency|group: [[]]",
      "x: [1, 32, 8, 8]|x: [1, 32, 8, -8]",
      "kernel: 3|kernel: 0",
      "inputs: [c1, c2]|input: c1, inputs: [c1, c2]",
      "op: add,|",
      "maxTiles: 2|maxTiles: 0",
      "maxTiles: 2|maxTile: 2",
      "array: [64]|array: []",
  })
  void aBrokenProblemIsRefusedBySchemaAndReader(String was, String is) throws IOException {
    String text = Files.readString(PROBLEM);
    assertThat(text).contains(was);
    String broken = text.replace(was, is == null ? "" : is);
    assertThat(complaints("allocation-1.schema.json", broken)).isNotEmpty();
    assertThatThrownBy(() -> AllocationProblemReader.read(DataFile.parse(broken, "x.yaml"), Path.of("")))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "gpt2s_prefill", "gpt2s_decode"})
  void a_fusion_network_of_the_reference_matches_its_schema(String name) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/reference/soma/networks", name + ".json"));
    assertThat(complaints("fusion-network-1.schema.json", text)).isEmpty();
    assertThat(complaints("fusion-network-1.schema.json", text.replace("\"out\"", "\"outs\""))).isNotEmpty();
    assertThat(complaints("fusion-network-1.schema.json", text.replace("\"conv\"", "\"convolution\""))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dramSchedules")
  void dramSchedulesPass(Path file) throws IOException {
    assertThat(complaints("dram-schedule-1.schema.json", Files.readString(file))).isEmpty();
  }

  static Stream<Path> dramSchedules() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/reference/soma/dram-schedule"))) {
      return files.toList().stream();
    }
  }

  @Test
  void aDramScheduleWithAnUnknownKeyOrAWrongNumberIsRefused() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/reference/soma/dram-schedule/gpt2s_prefill_edge_b1-hand-G4.json"));
    assertThat(complaints("dram-schedule-1.schema.json", text.replace("\"dramBytesPerCycle\":16", "\"dramBytesPerCycle\":0")))
        .isNotEmpty();
    assertThat(complaints("dram-schedule-1.schema.json", text.replace("\"neededBy\"", "\"needed\""))).isNotEmpty();
  }

  @Test
  void fusion_instances_match_their_schema() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../benchmarks/instances/fusion"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        assertThat(complaints("fusion-1.schema.json", text)).as(file.toString()).isEmpty();
        assertThat(complaints("fusion-1.schema.json", text.replace("peDim: 4", "peDim: 0"))).isNotEmpty();
        assertThat(complaints("fusion-1.schema.json", text + "rule: {}")).isNotEmpty();
        assertThat(complaints("fusion-1.schema.json", text.replaceFirst("network: .*", "network: {format: fusion-network/1}")))
            .isNotEmpty();
      }
    }
  }
}
