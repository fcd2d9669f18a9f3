package dev.dovetail.models.pipeline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Problem files: what they say, their defaults, and all that can be wrong in them; the schema agrees. */
class PipelineReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference/scope/small");
  private static final String HEAD = "format: pipeline/1\nname: tiny\n";
  private static final String T4 = HEAD + "layers: T4_worked_example.csv\n";
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
      b -> b.schemaMappers(m -> m.mapPrefix("https://dovetail.dev/schema/", "classpath:dev/dovetail/schema/")));

  private static PipelineProblem read(String text) {
    return PipelineReader.read(DataFile.parse(text, "tiny.yaml"), FOLDER);
  }

  private static List<String> complaints(String text) throws IOException {
    return FACTORY.getSchema(SchemaLocation.of("https://dovetail.dev/schema/pipeline-1.schema.json"))
        .validate(new YAMLMapper().readTree(text)).stream().map(Object::toString).toList();
  }

  @Test
  void everythingButTheNetworkAndTheChipletsHasADefault() {
    PipelineProblem problem = read(T4 + "N: 4\n");
    assertThat(problem.name()).isEqualTo("tiny");
    assertThat(problem.network().size()).isEqualTo(4);
    assertThat(problem.module()).isEqualTo(MultiChipModule.uniform(4, 32, 32, 100, 524_288, 16));
    assertThat(problem.samples()).isEqualTo(64);
    assertThat(problem.switches()).isEqualTo(PipelineSwitches.BASE);
    assertThat(problem.objective()).isEqualTo(PipelineObjective.TOTAL);
  }

  @Test
  void parametersHaveTheNamesOfTheReferenceTables() {
    PipelineProblem problem = read(T4 + """
        N: 4
        m: 8
        Kp: 8
        Cp: 16
        BW_bytes_per_cycle: 4
        B_bytes: 2 KiB
        D_bytes_per_cycle: 20
        clock_Hz: 800000000
        dram_capacity_bytes: 1 MiB
        objective: latency
        """);
    assertThat(problem.samples()).isEqualTo(8);
    assertThat(problem.objective()).isEqualTo(PipelineObjective.LATENCY);
    assertThat(problem.module())
        .isEqualTo(new MultiChipModule(List.of(new ChipletType("chiplet", 4, 8, 16, 2048)), 4, 20, 1 << 20,
            800_000_000, null, PackageEnergy.SET));
  }

  @Test
  void aMeshSaysHowManyChipletsThereAre() {
    PipelineProblem problem = read(T4 + "mesh: {columns: 3, rows: 2}\nBW_bytes_per_cycle: 7\n");
    assertThat(problem.module().size()).isEqualTo(6);
    assertThat(problem.module().mesh()).isEqualTo(new ChipletMesh(3, 2, 7));
    assertThat(read(T4 + "mesh: {columns: 3, rows: 2, link_bytes_per_cycle: 9}\n").module().mesh())
        .isEqualTo(new ChipletMesh(3, 2, 9));
  }

  @Test
  void chipletsMayDiffer() {
    PipelineProblem problem = read(T4 + """
        Kp: 16
        chiplets:
        - {name: big, count: 2, Kp: 64, Cp: 64, B_bytes: 1 MiB}
        - {name: small, count: 3}
        """);
    assertThat(problem.module().types()).containsExactly(new ChipletType("big", 2, 64, 64, 1 << 20),
        new ChipletType("small", 3, 16, 32, 524_288));
    assertThat(problem.module().dramBytesPerCycle()).isEqualTo(20);
  }

  @Test
  void energiesAreExactFemtojoules() {
    // 0.7 pJ for a hop, 2.5 hops: 1.75 pJ.
    PackageEnergy energy =
        read(T4 + "N: 4\nenergy: {mac_pJ: 0.02, nop_pJ_per_bit_hop: 0.7, hops: 2.5, dram_pJ_per_bit: 4}\n").module().energy();
    assertThat(energy).isEqualTo(new PackageEnergy(OptionalLong.of(20), OptionalLong.of(1750), OptionalLong.of(4000)));
    assertThat(read(T4 + "N: 4\nenergy: {mac_pJ: 0.02}\n").module().energy().isComplete()).isFalse();
  }

  @Test
  void switchesAreWords() {
    PipelineSwitches read = read(HEAD + """
        network: resnet18
        mesh: {columns: 2, rows: 2}
        dram_capacity_bytes: 1 GiB
        switches: {overlap: sum, weights: perLayer, loadOverlap: next, timing: async, border: egress, graph: branches,
          shape: rectangles, haloAfterIsp: on, dramShared: true, idle: none, dramCapacity: on, contention: off}
        """).switches();
    assertThat(read).isEqualTo(new PipelineSwitches(PipelineSwitches.Overlap.SUM, PipelineSwitches.Weights.PER_LAYER,
        PipelineSwitches.LoadOverlap.NEXT, PipelineSwitches.Timing.ASYNC, PipelineSwitches.Border.EGRESS,
        PipelineSwitches.Graph.BRANCHES, PipelineSwitches.Shape.RECTANGLES, true, true, false, true, false));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "N: 4                                                           | true",
      "'N: 4\nm: 1\nKp: 8\nCp: 8\nBW_bytes_per_cycle: 1\nB_bytes: 1\nD_bytes_per_cycle: 1' | true",
      "'N: 4\nmesh: {columns: 2, rows: 2}\nswitches: {contention: on, shape: strips}' | true",
      "'N: 4\nobjective: energy'                                      | true",
      "'N: 4\nenergy: {}'                                             | true",
      "'N: 4\nswitches: {idle: allowed, haloAfterIsp: off}'           | true",
      "chiplets: [{name: a, count: 1}, {name: b, count: 2, Kp: 4}]    | true",
      "m: 4                                                           | false",
      "N: 0                                                           | false",
      "'N: 4\nm: 0'                                                   | false",
      "'N: 4\nm: 1.5'                                                 | false",
      "'N: 4\nBW_bytes_per_cycle: -1'                                 | false",
      "'N: 4\nBW_bytes_per_cycle: 0'                                  | false",
      "'N: 4\nB_bytes: 0'                                             | false",
      "'N: 4\nD_bytes_per_cycle: fast'                                | false",
      "'N: 4\nsamples: 4'                                             | false",
      "'N: 4\nobjective: speed'                                       | false",
      "'N: 4\nswitches: {overlap: both}'                              | false",
      "'N: 4\nswitches: {overlaps: max}'                              | false",
      "'N: 4\nmesh: {columns: 4}'                                     | false",
      "'N: 4\nenergy: {mac_pJ: -1}'                                   | false",
      "'N: 4\nenergy: {mac: 1}'                                       | false",
      "'N: 4\nnetwork: resnet18'                                      | false",
      "chiplets: []                                                   | false",
      "chiplets: [{name: a, count: 1}, {name: b, count: 1}, {name: c, count: 1}, {name: d, count: 1}, {name: e, count: 1}, {name: f, count: 1}, {name: g, count: 1}] | false",
      "chiplets: [{name: a}]                                          | false"})
  void theSchemaAcceptsWhatTheReaderAcceptsAndRefusesWhatItCanSee(String rest, boolean isGood) throws IOException {
    String text = T4 + rest + "\n";
    assertThat(complaints(text).isEmpty()).isEqualTo(isGood);
    if (isGood) {
      read(text);
    } else {
      assertThatThrownBy(() -> read(text)).isInstanceOf(BadInputException.class).hasMessageStartingWith("tiny.yaml:");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "'N: 4\nm: 0'                       | tiny.yaml:5: The value (0) of 'm' must be from 1 to",
      "'N: 4\nBW_bytes_per_cycle: -3'     | tiny.yaml:5: The value (-3) of 'BW_bytes_per_cycle' must be from 1 to",
      "'N: 5\nmesh: {columns: 2, rows: 2}'| tiny.yaml:5: The mesh of 2 x 2 has 4 places, but the module has 5 chiplets.",
      "'N: 3\nmesh: {columns: 2, rows: 2}'| tiny.yaml:5: The mesh of 2 x 2 has 4 places, but the module has 3 chiplets.",
      "'mesh: {columns: 9999, rows: 9999}'| tiny.yaml:4: The mesh has more than 16384 places.",
      "'N: 4\nchiplets: [{name: a, count: 3}]' | tiny.yaml:4: The number of chiplets N (4) must be the sum of their counts (3).",
      "'chiplets: [{name: a, count: 3}, {name: a, count: 3}]' | tiny.yaml:4: The name (a) of a chiplet type stands twice.",
      "'chiplets: [{name: a, count: 9000}, {name: b, count: 9000}]' | tiny.yaml:4: The module has 18000 chiplets, more than 16384.",
      "'N: 4\nswitches: {contention: on}' | tiny.yaml:5: The switch (contention) needs a mesh.",
      "'N: 4\nswitches: {shape: strips}'  | tiny.yaml:5: The switch (shape) needs a mesh, but the file has none.",
      "'mesh: {columns: 2, rows: 2}\nswitches: {contention: on, timing: async}' | tiny.yaml:5: The switch (contention) needs the timing (lockstep)",
      "'N: 4\nswitches: {dramCapacity: on}' | tiny.yaml:5: The switch (dramCapacity) needs a capacity, but the file has none.",
      "'N: 4\nswitches: {graph: branches}' | tiny.yaml:5: The switch (graph) is branches, but the layers of a table are a chain.",
      "'N: 4\nswitches: {overlap: summ}'  | tiny.yaml:5: The value (summ) of 'switches.overlap' is not known.",
      "'N: 4\nobjective: energy\nenergy: {mac_pJ: 1, nop_pJ_per_bit_hop: 1}' | tiny.yaml:6: The energy table has no entry (dram_pJ_per_bit), but the objective is energy.",
      "'N: 4\nenergy: {mac_pJ: 0.0001}'   | tiny.yaml:5: The energy (0.0001) of 'energy.mac_pJ' is finer than a femtojoule",
      "'N: 4\nBW: 3'                      | tiny.yaml:5: The key (BW) is not known in the file.",
      "'N: 4\nobjective: totl'            | tiny.yaml:5: The objective (totl) is not known.",
      "'N: 4\nnetwork: resnet18'          | tiny.yaml:3: The file has both 'network' and 'layers'.",
      "B_bytes: 2 KiB                     | tiny.yaml:1: The number of chiplets is missing in the file."})
  void wrongInputIsOneMessageWithItsPlace(String rest, String message) {
    assertThatThrownBy(() -> read(T4 + rest + "\n")).isInstanceOf(BadInputException.class).hasMessageStartingWith(message)
        .hasMessageContaining("Maybe ");
  }

  static List<Path> instances() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../benchmarks/instances/pipeline"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("instances")
  void everyInstanceIsValidByTheSchema(Path file) throws IOException {
    assertThat(complaints(Files.readString(file))).isEmpty();
  }

  @Test
  void networksThatAreNotKnownAreNamedWithASuggestion() {
    assertThatThrownBy(() -> read(HEAD + "network: resnet5O\nN: 4\n")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("tiny.yaml:3: The network (resnet5O)").hasMessageContaining("resnet50");
    assertThatThrownBy(() -> read(HEAD + "network: T4_worked_example.csv\nN: 4\n"))
        .hasMessageContaining("write 'layers: T4_worked_example.csv'");
    assertThatThrownBy(() -> read(HEAD + "layers: nothing.csv\nN: 4\n")).hasMessageContaining("does not exist");
    assertThatThrownBy(() -> read(HEAD + "N: 4\n")).hasMessageContaining("The file has neither 'network' nor 'layers'.");
  }

  @Test
  void costsThatLeaveTheRangeOfExactNumbersAreRefused() {
    // All arrays of one lane, 2^32 samples of a network of 4.1e9 multiply-accumulates: 1.8e19 > 2^61 = 2.3e18.
    assertThatThrownBy(() -> read(HEAD + "network: resnet50\nN: 4\nKp: 1\nCp: 1\nm: 4294967296\n"))
        .isInstanceOf(BadInputException.class).hasMessageContaining("The problem is too large");
    assertThat(read(HEAD + "network: resnet50\nN: 4\nm: 1000000\n").samples()).isEqualTo(1_000_000);
  }
}
