package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileCostTest {
  @TempDir
  Path dir;
  private final Terminal terminal = new Terminal();
  private Path mapping;
  private Path hardware;

  @BeforeEach
  void writeFiles() {
    mapping = MaestroFiles.write(dir, "toy.m", MaestroFiles.MAPPING);
    hardware = MaestroFiles.write(dir, "hw.m", MaestroFiles.HARDWARE);
  }

  @Test
  void theTableIsTheOneThatThePublicProgramWrites() throws IOException {
    Path out = dir.resolve("out.csv");

    assertThat(terminal.run("cost", "--maestro", mapping, "--hardware", hardware, "--out", out)).isZero();

    List<String> rows = Files.readAllLines(out);
    assertThat(rows.get(0))
        .startsWith("Neural Network Name, Layer Number, NumPEs, Runtime (Cycles), Activity count-based Energy (nJ)");
    assertThat(rows.get(1)).startsWith("toy,FIRST,8,84,");
    assertThat(rows.get(2)).startsWith("toy,SECOND,8,");
    assertThat(terminal.out()).contains("2 layers evaluated; written: " + out);

    terminal.run("cost", "--maestro", mapping, "--hardware", hardware);
    assertThat(terminal.out().lines().toList()).isEqualTo(rows);
  }

  @Test
  void jsonHoldsShapeDirectivesAndStatistics() {
    assertThat(terminal.run("cost", "--maestro", mapping, "--hardware", hardware, "--json")).isZero();

    assertThat(terminal.json().get("mode").asText()).isEqualTo("compatible");
    assertThat(terminal.json().get("layers").get(0).get("layer").asText()).isEqualTo("FIRST");
    assertThat(terminal.json().get("layers").get(0).get("shape").get("sizes").get("K").asInt()).isEqualTo(10);
    assertThat(terminal.json().get("layers").get(0).get("directives").get(3).asText()).isEqualTo("Cluster(4)");
    assertThat(terminal.json().get("layers").get(0).get("statistics").get("runtimeCycles").asLong()).isEqualTo(84);
  }

  @Test
  void anInvalidLayerIsNamedWithItsPlaceAndNothingIsWritten() {
    Path few = MaestroFiles.write(dir, "few.m", MaestroFiles.HARDWARE.replace("num_pes: 8", "num_pes: 3"));
    Path out = dir.resolve("out.csv");

    assertThat(terminal.run("cost", "--maestro", mapping, "--hardware", few, "--out", out)).isEqualTo(3);

    assertThat(terminal.err())
        .contains("toy.m:2:", "The layer (FIRST) cannot be evaluated. The mapping is invalid (TOO_FEW_PES):")
        .containsPattern("\\RMaybe ");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
          "cost|There is nothing to evaluate.|Maybe give one of",
          "cost resnet18 --cases a.csv|The command is asked for (a network, --cases) at once.|Maybe give one of",
          "cost --maestro a.m --cases a.csv|The command is asked for (--cases, --maestro) at once.|Maybe give one of",
          "cost --maestro a.m|There is no core to evaluate (a.m) on.|Maybe add '--hardware HW.m'.",
          "cost --maestro a.m --hardware h.m --dataflows d.json|The option (--dataflows) means nothing with --maestro.|Maybe leave it",
          "cost --cases a.csv --on quad-core|The option (--on) means nothing with --cases.|Maybe leave it out",
          "cost resnet18 --on quad-core --out x.csv|The option (--out) means nothing with a network.|Maybe leave it out",
          "cost resnet18|There is no accelerator|Maybe add '--on quad-core'.",
          "cost --cases a.csv --simd 4|The option (--simd) has no hardware file to go with.|Maybe add '--hardware HW.m'.",
          "cost --cases a.csv --mode corect|'corect' is no mode.|Maybe you meant 'corrected'."
      })
  void whatMakesNoSenseTogetherIsAUsageError(String line, String message, String maybe) {
    assertThat(terminal.run((Object[]) line.split(" "))).isEqualTo(2);
    assertThat(terminal.err()).contains(message).contains(maybe);
  }

  @Test
  void theHelpShowsTheThreeForms() {
    assertThat(terminal.run("cost", "--help")).isZero();
    assertThat(terminal.out()).contains("cost NETWORK --on", "cost --cases CASES.csv",
        "cost --maestro MAPPING.m --hardware HW.m");
  }
}
