package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FusionProblemReaderTest {
  private static final Path FOLDER = ReferencePlans.FOLDER;
  private static final String GOOD = """
      format: fusion/1
      point: p
      network: networks/resnet50.json
      batch: 4
      core: edge
      peDim: 4
      macsPerPe: 512
      bufferBytes: 8388608
      dramBytesPerCycle: 16
      bufferReadBytesPerCycle: 256
      """;

  private static FusionProblem read(String yaml) {
    return FusionProblemReader.read(DataFile.parse(yaml, "p.yaml"), FOLDER);
  }

  @Test
  void a_row_of_the_points_is_a_problem() {
    FusionProblem p = read(GOOD);

    assertThat(p.name()).isEqualTo("p");
    assertThat(p.network().name()).isEqualTo("resnet50");
    assertThat(p.batch()).isEqualTo(4);
    assertThat(p.core()).isEqualTo(new PolarCore(4, 512, 8 << 20, 256));
    assertThat(p.dramBytesPerCycle()).isEqualTo(16);
    assertThat(p.rules()).isEqualTo(FusionRules.SOMA);
    assertThat(p.objective()).isEqualTo(Objective.LATENCY);
  }

  static Map<String, FusionProblem> points() {
    return ReferencePlans.points();
  }

  static java.util.Set<String> names() {
    return points().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_example_files_are_the_points_of_the_reference(String point) {
    FusionProblem read = FusionProblemReader.read(Path.of("../benchmarks/instances/fusion", point + ".yaml"));
    FusionProblem reference = points().get(point);

    assertThat(read.batch()).isEqualTo(reference.batch());
    assertThat(read.core()).isEqualTo(reference.core());
    assertThat(read.dramBytesPerCycle()).isEqualTo(reference.dramBytesPerCycle());
    assertThat(read.rules()).isEqualTo(FusionRules.SOMA);
    assertThat(read.network().layers()).hasSameSizeAs(reference.network().layers());
  }

  @Test
  void lifted_rules_and_objectives_are_read() {
    FusionProblem p = read(GOOD + """
        objective: edp
        rules: {isolateFc: false, tileCounts: any, weightChunkBytes: 256 KiB, reloadWeights: true}
        """);

    assertThat(p.objective()).isEqualTo(Objective.EDP);
    assertThat(p.rules()).isEqualTo(new FusionRules(false, true, 256 << 10, true));
    assertThat(read(GOOD + "rules: {}").rules()).isEqualTo(FusionRules.SOMA);
    assertThat(read(GOOD + "rules: {tileCounts: powers-of-two, weightChunkBytes: 0}").rules()).isEqualTo(FusionRules.SOMA);
  }

  @Test
  void a_network_is_a_name_a_file_or_written_out() throws IOException {
    assertThat(read(GOOD.replace("networks/resnet50.json", "gpt2-small-prefill\nsequence: 64")).network().externalInputs().get(0)
        .extent())
            .isEqualTo(new Extent(768, 64, 1));
    assertThat(read(GOOD.replace("networks/resnet50.json", "../../../../../../benchmarks/instances/networks/tiny-cnn.onnx"))
        .network().layers())
            .isNotEmpty();
    assertThat(read(GOOD.replace("networks/resnet50.json", "mobilenet-v2")).network().layers()).hasSizeGreaterThan(50);
    FusionProblem inline = read(GOOD.replace("networks/resnet50.json", """
        {format: fusion-network/1, name: one, externalInputs: [{id: 0, name: x, shape: [3, 8, 8]}],
          layers: [{id: 0, name: a, kind: conv, externalInputs: [0], out: [4, 8, 8], kernel: 3}]}"""));
    assertThat(inline.network().layers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "fusion/1 | fusion/2 | The format (fusion/2) must be fusion/1",
      "point: p | poin: p | you meant 'point'",
      "batch: 4 | batch: 0 | from 1 to 65536",
      "batch: 4\\n | '' | The key (batch) is missing",
      "peDim: 4 | peDim: 0 | from 1 to 1024",
      "macsPerPe: 512 | macsPerPe: 500 | must be a power of two",
      "macsPerPe: 512 | macsPerPe: 1 | macsPerPe",
      "bufferBytes: 8388608 | bufferBytes: 0 | 'bufferBytes'",
      "dramBytesPerCycle: 16 | dramBytesPerCycle: 0 | The value (0) of 'dramBytesPerCycle'",
      "bufferReadBytesPerCycle: 256 | bufferReadBytesPerCycle: -1 | 'bufferReadBytesPerCycle'",
      "networks/resnet50.json | networks/resnet51.json | does not exist",
      "networks/resnet50.json | points.json | points.json",
      "networks/resnet50.json | resnet51 | The network (resnet51) is not known, and no file has that name",
      "networks/resnet50.json | gpt2-small-prefil | you meant 'gpt2-small-prefill'",
      "networks/resnet50.json | nothing.onnx | nothing.onnx",
      "core: edge | sequence: 64 | The network has no sequence, but it is given (64)",
      "networks/resnet50.json | gpt2-small-prefill\\nsequence: 0 | 'sequence'",
      "core: edge | objective: speed | The objective (speed) is not known",
      "core: edge | rules: {isolateFC: true} | you meant 'isolateFc'",
      "core: edge | rules: {tileCounts: all} | must be powers-of-two or any",
      "core: edge | rules: {weightChunkBytes: 1000} | must have at least 1024 bytes",
      "core: edge | rules: {reloadWeights: 3} | must be true or false",
  })
  void bad_problems_are_refused_with_their_place(String good, String bad, String message) {
    String from = good.replace("\\n", "\n");
    assertThat(GOOD).contains(from);

    assertThatThrownBy(() -> read(GOOD.replace(from, bad.replace("\\n", "\n")))).isInstanceOf(BadInputException.class)
        .hasMessageContaining(":").hasMessageContaining(message).hasMessageContaining("Maybe");
  }

  @TempDir
  private Path directory;

  @Test
  void a_network_file_starts_in_the_folder_of_the_problem() throws IOException {
    Files.copy(FOLDER.resolve("networks/gpt2s_decode.json"), directory.resolve("net.json"));
    Path file = Files.writeString(directory.resolve("p.yaml"), GOOD.replace("networks/resnet50.json", "net.json"));

    assertThat(FusionProblemReader.read(file).network().name()).isEqualTo("gpt2s_decode");
    assertThat(new FusionKind(p -> List.of()).readProblem(file).name()).isEqualTo("p");
  }
}
