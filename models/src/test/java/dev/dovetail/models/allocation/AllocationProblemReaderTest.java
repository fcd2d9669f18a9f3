package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationProblemReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/dovetail/models/allocation");
  private static final String TINY = """
      format: allocation/1
      name: tiny
      network:
        inputs: {x: [1, 8, 4, 4]}
        layers:
          - {name: a, op: conv, input: x, channels: 8, kernel: 3, pad: 1}
          - {name: b, op: relu, input: a}
          - {name: c, op: max-pool, input: b, kernel: 2, stride: 2}
      accelerator: quad-core
      """;

  private static AllocationProblem read(String text) {
    return AllocationProblemReader.read(DataFile.parse(text, "tiny.yaml"), Path.of(""));
  }

  @Test
  void theWorkedExampleIsReadFromItsFile() {
    AllocationProblem p = AllocationProblemReader.read(FOLDER.resolve("three-layer.yaml"));
    assertThat(p.name()).isEqualTo("three-layer");
    assertThat(p.objective()).isEqualTo(Objective.LATENCY);
    assertThat(p.options()).isEqualTo(new AllocationProblem.Options(2, 2, 65_536, AllocationProblem.Transfers.ITEMS));
    assertThat(p.workload().layers()).extracting(Layer::name).containsExactly("c1", "c2", "add");
    assertThat(p.workload().layers()).extracting(Layer::operator).containsExactly(Operator.CONV, Operator.CONV, Operator.ADD);
    Workload w = p.workload();
    assertThat(w.usedTensors(Tensor.Role.WEIGHT)).extracting(Tensor::bytes).containsExactly(1_024L, 9_216L);
    assertThat(w.usedTensors(Tensor.Role.FEATURE).stream().filter(Tensor::isOutput)).extracting(Tensor::name)
        .containsExactly("add");
    assertThat(p.accelerator().cores()).extracting(Core::name).containsExactly("core0", "core1", "core2", "core3", "simd");
    assertThat(p.accelerator().cores()).allMatch(c -> c.capacityBytes() == 16_384);
    // Tiles of 4 rows: 32, 288 and 16 cycles.
    Box half = Box.of(0, 1, 0, 32, 0, 4, 0, 8);
    assertThat(p.costs().points(w, w.layers().get(0), half, p.accelerator().cores().get(0)).get(0).cycles()).isEqualTo(32);
    assertThat(p.costs().points(w, w.layers().get(1), half, p.accelerator().cores().get(0)).get(0).cycles()).isEqualTo(288);
    assertThat(p.costs().points(w, w.layers().get(2), half, p.accelerator().cores().get(4)).get(0).cycles()).isEqualTo(16);
    AllocationFeasibility.check(p);
  }

  @Test
  void theInstanceOfTheBenchmarksIsTheSame() throws IOException {
    assertThat(Path.of("../benchmarks/instances/allocation/three-layer.yaml"))
        .hasSameTextualContentAs(FOLDER.resolve("three-layer.yaml"));
  }

  @Test
  void tilesOfAllLayersAreFittedToEachLayer() {
    AllocationProblem p = read(TINY + "tiles: {rows: 3, chunks: 4, granule: 4}\n");
    // a and b have 4 rows and 8 channels = 2 granules, c has 2 rows.
    assertThat(p.fixesAllGrids()).isTrue();
    assertThat(p.grids()).containsEntry("a", new LayerGrid(3, 2, 4)).containsEntry("c", new LayerGrid(2, 2, 4));
    assertThat(read(TINY).grids()).isEmpty();
  }

  @Test
  void wholeItemsNeedTheTilesOfAllLayers() {
    assertThat(read(TINY + "tiles: {rows: 2}\noptions: {transfers: items}\n").options().movesItems()).isTrue();
    assertThat(read(TINY + "options: {transfers: any}\n").options()).isEqualTo(AllocationProblem.Options.DEFAULT);
    assertThatThrownBy(() -> read(TINY + "tiles: {b: {rows: 2}}\noptions: {transfers: items}\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Maybe add 'tiles: {rows: 2}'");
  }

  @Test
  void tilesOfSomeLayersLeaveTheOthersFree() {
    AllocationProblem p = read(TINY + "tiles: {b: {rows: 2}}\n");
    assertThat(p.grids()).isEqualTo(Map.of("b", new LayerGrid(2, 1, 1)));
    assertThat(p.fixesAllGrids()).isFalse();
    assertThatThrownBy(() -> read(TINY + "tiles: {bb: {rows: 2}}\n")).hasMessageContaining("layer (bb)");
    assertThatThrownBy(() -> read(TINY + "tiles: {b: {rows: 2}, c: 3}\n")).hasMessageContaining("tiles of layer (c)");
    assertThatThrownBy(() -> read(TINY + "tiles: {rows: 0}\n")).hasMessageContaining("rows");
  }

  @Test
  void wishesAreResolvedToAllowedCores() {
    AllocationProblem p = read(TINY + """
        objective: edp
        pin: {a: [core0, core1, core2]}
        forbid: {a: core1, b: [pool]}
        group: [[b, c]]
        options: {pieceBytes: 4 KiB, routes: 3}
        """);
    assertThat(p.objective()).isEqualTo(Objective.EDP);
    assertThat(p.allowed().get("a")).isEqualTo(Set.of("core0", "core2"));
    assertThat(p.allowed().get("b")).isEqualTo(Set.of("core0", "core1", "core2", "core3", "simd"));
    assertThat(p.allows("c", "pool")).isTrue();
    assertThat(p.together()).containsExactly(Set.of("b", "c"));
    assertThat(p.options()).isEqualTo(new AllocationProblem.Options(16, 3, 4_096));
  }

  @Test
  void aNetworkIsFoundByName() {
    AllocationProblem p = read("format: allocation/1\nname: r\nnetwork: resnet18\naccelerator: quad-core-mesh\n");
    assertThat(p.workload().name()).startsWith("resnet18");
    AllocationFeasibility.check(p);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "allocation/1|allocation/2|tiny.yaml:1: The format (allocation/2) must be allocation/1.",
      "name: tiny|nam: tiny|The key (nam) is not known",
      "accelerator: quad-core|accelerator: quad-cor|tiny.yaml:9: The accelerator (quad-cor) is neither",
      "accelerator: quad-core|accelerator: no/such.yaml|tiny.yaml:9: The file (no/such.yaml) does not exist",
      "accelerator: quad-core|accelerator: {format: x}|The format (x) must be accelerator/1",
      "input: a}|input: z}|tiny.yaml:7: The tensor (z) does not exist.",
      "input: x, channels|input: c, channels|tiny.yaml:6: The layer (c) is read before it is made.",
      "op: relu|op: relo|The operator (relo) of layer (b) is not known.",
      "op: relu|op: conv|The key (channels) is missing in 'network.layers[1]'",
      "kernel: 3, pad: 1|kernel: 9|The layer (a) is not possible",
      "name: c,|name: a,|The name (a) is given twice",
      "[1, 8, 4, 4]|[1, 0, 4, 4]|The value (0) of 'network.inputs.x[1]' must be from 1",
  })
  void mistakesAreNamedWithTheirPlace(String was, String is, String message) {
    assertThat(TINY).contains(was);
    assertThatThrownBy(() -> read(TINY.replace(was, is))).isInstanceOf(BadInputException.class).hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "objective: speed|The objective (speed) is not known.",
      "pin: {d: [core0]}|The layer (d) is not in the network (tiny).",
      "pin: {a: [core9]}|The core (core9) is not on the accelerator (quad-core).",
      "pin: {a: []}|names no core",
      "forbid: {a: [core0, core1, core2, core3, simd, pool]}|forbidden on every core",
      "group: [[a, b], [b, c]]|The layer (b) is listed twice",
      "group: [[]]|The group is empty",
      "options: {maxTiles: 0}|The value (0) of 'options.maxTiles' must be from 1",
      "options: {tiles: 4}|The key (tiles) is not known in 'options'",
      "options: {transfers: parts}|The transfers (parts) must be any or items.",
      "options: {transfers: items}|tiny.yaml:10: The transfers (items) need the tiles of every layer",
      "costs: missing.csv|tiny.yaml:10: The file (missing.csv) does not exist",
      "costs: {table: x.csv, fallback: magic}|The fallback (magic) is not known",
      "costs: maestro|tiny.yaml:10: The costs (maestro) need a core that declares dataflows; the accelerator",
  })
  void wrongWishesAreNamedWithTheirPlace(String line, String message) {
    assertThatThrownBy(() -> read(TINY + line + "\n")).isInstanceOf(BadInputException.class).hasMessageContaining(message);
  }

  /** Five layers of 4,096 x 4,096 tiles. */
  @Test
  void moreTilesThanCanBeScheduledAreRefused() {
    assertThatThrownBy(() -> read("""
        format: allocation/1
        name: many
        network: swiglu(4096,4096,4096)
        tiles: {rows: 4096, chunks: 4096}
        accelerator: quad-core
        """))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tiny.yaml:4: The grids have 83886080 tiles, more than the 131072 that are scheduled.");
  }

  @Test
  void namesThatNoFileCanHaveAreRefused() {
    assertThatThrownBy(() -> read(TINY + "costs: \"a\\0b.csv\"\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tiny.yaml:10: The value of 'costs' is no name of a file.");
    assertThatThrownBy(() -> read("""
        format: allocation/1
        name: nul
        network: {file: "a\\0b.onnx"}
        accelerator: quad-core
        """))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The value of 'network.file' is no name of a file.");
  }

  /** A field of a protobuf message: its number, and bytes or a varint. */
  private static byte[] field(int number, Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    if (value instanceof Long v) {
      out.writeInt64(number, v);
    } else if (value instanceof String s) {
      out.writeString(number, s);
    } else {
      out.writeByteArray(number, (byte[]) value);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] message(byte[]... fields) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] f : fields) {
      all.write(f);
    }
    return all.toByteArray();
  }

  /** A float tensor [N, 8, 4, 4] as ValueInfoProto. */
  private static byte[] value(String name) throws IOException {
    byte[] shape = message(field(1, field(2, "N")), field(1, field(1, 8L)), field(1, field(1, 4L)), field(1, field(1, 4L)));
    return message(field(1, name), field(2, field(1, message(field(1, 1L), field(2, shape)))));
  }

  @Test
  void aNetworkIsReadFromAnOnnxFileBesideTheProblem(@TempDir Path dir) throws IOException {
    // ModelProto with one node y = Relu(x).
    byte[] node = message(field(1, "x"), field(2, "y"), field(3, "act"), field(4, "Relu"));
    byte[] graph = message(field(1, node), field(2, "g"), field(11, value("x")), field(12, value("y")));
    Files.write(dir.resolve("m.onnx"), message(field(1, 8L), field(7, graph), field(8, field(2, 13L))));
    String head = "format: allocation/1\nname: r\naccelerator: quad-core\nnetwork: ";
    Path file = Files.writeString(dir.resolve("p.yaml"), head + "m.onnx\n");
    Workload w = AllocationProblemReader.read(file).workload();
    assertThat(w.layers()).extracting(Layer::operator).containsExactly(Operator.RELU);
    assertThat(w.tensor(w.layers().get(0).output()).bytes()).isEqualTo(8 * 4 * 4 * 4);
    Files.writeString(file, head + "{file: m.onnx, bits: 8, symbols: {N: 2}}\n");
    w = AllocationProblemReader.read(file).workload();
    assertThat(w.tensor(w.layers().get(0).output()).bytes()).isEqualTo(2 * 8 * 4 * 4);
    Files.writeString(file, head + "no.onnx\n");
    assertThatThrownBy(() -> AllocationProblemReader.read(file)).hasMessageContaining("no.onnx: This file does not exist.");
    Files.writeString(file, head + "{file: m.onnx, bit: 8}\n");
    assertThatThrownBy(() -> AllocationProblemReader.read(file))
        .hasMessageContaining("p.yaml:4: The key (bit) is not known in 'network'");
  }

  @Test
  void unknownNetworksAreNamedWithTheirPlace() {
    assertThatThrownBy(() -> read("format: allocation/1\nname: r\nnetwork: resnet19\naccelerator: quad-core\n"))
        .hasMessageContaining("tiny.yaml:3: The network (resnet19) is neither known by name nor a file.");
  }

  @Test
  void tablesAndAcceleratorsAreFoundBesideTheProblem(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("costs.csv"), "layer,core,cycles\na,tpu-like,100\n");
    Path file = Files.writeString(dir.resolve("p.yaml"), TINY + "costs: {table: costs.csv, fallback: pe-array}\n");
    AllocationProblem p = AllocationProblemReader.read(file);
    assertThat(p.costs().name()).isEqualTo("cost-table/1+pe-array/1");
    Layer a = p.workload().layers().get(0);
    assertThat(p.costs().points(p.workload(), a, a.outputBox(), p.accelerator().cores().get(0)).get(0).cycles()).isEqualTo(100);
    Files.writeString(dir.resolve("costs.csv"), "layer,core,cycles\na,tpu-like,100\nq,simd,100\n");
    assertThatThrownBy(() -> AllocationProblemReader.read(file))
        .hasMessageContaining("costs.csv:3: The layer (q) is not in the network");
  }

  @Test
  void declaredDataflowsMakeMaestroTheDefaultAndANameChoosesAnother() {
    assertThat(read(TINY).costs().name()).isEqualTo("pe-array/1");
    String kcp = TINY.replace("quad-core", "quad-core-kcp");
    assertThat(read(kcp).costs().name()).isEqualTo("maestro-corrected/1");
    assertThat(read(kcp + "costs: maestro\n").costs().name()).isEqualTo("maestro-corrected/1");
    assertThat(read(kcp + "costs: pe-array\n").costs().name()).isEqualTo("pe-array/1");
  }
}
