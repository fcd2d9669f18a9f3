package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseCostTest {
  @TempDir
  Path dir;
  private final Terminal terminal = new Terminal();
  private Path cases;
  private Path dataflows;
  private Path out;

  @BeforeEach
  void writeFiles() {
    cases = MaestroFiles.write(dir, "cases.csv", MaestroFiles.CASES);
    dataflows = MaestroFiles.write(dir, "dataflows.yaml", MaestroFiles.DATAFLOWS);
    out = dir.resolve("out.csv");
  }

  @Test
  void everyRowIsEvaluatedAndAnInvalidOneHasItsCodeAndOneLine() throws IOException {
    assertThat(terminal.run("cost", "--cases", cases, "--dataflows", dataflows, "--mode", "compatible", "--out", out))
        .isEqualTo(3);

    List<String> rows = Files.readAllLines(out);
    List<String> header = List.of(rows.get(0).split(","));
    int runtime = header.indexOf("runtime");
    assertThat(rows).hasSize(5);
    // 12 steps of 36 multiply-accumulates; the first also waits for its 72 inputs and 36 weights, 4 per cycle, latency 1:
    // 36 + 1 + 27 - 1 = 63, and 11 * 36 = 396; together 459
    assertThat(rows.get(1).split(",", -1)[runtime]).isEqualTo("459");
    assertThat(rows.get(4).split(",", -1)[runtime]).isEqualTo("459");
    assertThat(header.get(header.size() - 1)).isEqualTo("error");
    assertThat(rows.get(2)).endsWith(",TOO_FEW_PES");
    assertThat(rows.get(3)).endsWith(",UNSUPPORTED_LAYER");
    assertThat(terminal.err().lines())
        .hasSize(2)
        .allMatch(line -> line.matches("row [23] \\(id [89]\\): The mapping is invalid \\(\\w+\\): .* Maybe .*"));
    assertThat(terminal.out()).isEqualToNormalizingNewlines("4 rows evaluated, 2 invalid; written: " + out + "\n");
  }

  @Test
  void withoutAFileTheTableGoesToStandardOutput() throws IOException {
    Path good =
        Files.writeString(dir.resolve("good.csv"), MaestroFiles.CASES.lines().limit(2).reduce("", (a, b) -> a + b + "\n"));

    assertThat(terminal.run("cost", "--cases", good, "--dataflows", dataflows)).isZero();

    assertThat(terminal.out().lines()).hasSize(2);
    assertThat(terminal.out()).startsWith("id,").doesNotContain("error");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void jsonHoldsInputsAndStatisticsOrTheErrorOfEachRow() {
    assertThat(terminal.run("cost", "--cases", cases, "--dataflows", dataflows, "--json")).isEqualTo(3);

    JsonNode o = terminal.json();
    assertThat(o.get("evaluated").asInt()).isEqualTo(2);
    assertThat(o.get("invalid").asInt()).isEqualTo(2);
    assertThat(o.get("rows").get(0).get("inputs").get("id").asText()).isEqualTo("7");
    assertThat(o.get("rows").get(0).get("statistics").get("runtimeCycles").asLong()).isEqualTo(459);
    assertThat(o.get("rows").get(1).get("error").get("code").asText()).isEqualTo("TOO_FEW_PES");
  }

  @Test
  void mappingsInTheRowsOfOneFileChainTheirEnergy() throws IOException {
    String directives = "\"[[\"\"S\"\",1,1,\"\"M\"\"],[\"\"C\"\",4],[\"\"S\"\",1,1,\"\"K\"\"]]\"";
    String row = ",GEMM,\"{\"\"M\"\":4,\"\"N\"\":2,\"\"K\"\":8}\",{}," + directives + ",net,layer,8\n";
    String head = "mapping_file,layer_index,layer_type,dims,strides,directives,network,layer_name,num_pes\n";
    Path table = Files.writeString(dir.resolve("rows.csv"), head + "one,0" + row + "one,1" + row + "two,0" + row);

    assertThat(terminal.run("cost", "--cases", table, "--mode", "compatible", "--out", out)).isZero();

    List<String> rows = Files.readAllLines(out);
    // Behind quotes there are commas: the energy is the second output, behind 9 quoted or plain inputs.
    List<String> energies = rows.stream().skip(1).map(r -> r.substring(r.indexOf("layer,8,")).split(",")[3]).toList();
    assertThat(energies.get(1)).as("sees the L1 accesses of the row before").isNotEqualTo(energies.get(0));
    assertThat(energies.get(2)).as("another file").isEqualTo(energies.get(0));
    assertThat(terminal.err()).contains("noc_bw 1000, latency 1, simd 1, offchip_bw_cstr 50", "--hardware FILE gives others");

    Path hardware = MaestroFiles.write(dir, "hw.m", MaestroFiles.HARDWARE);
    assertThat(terminal.run("cost", "--cases", table, "--hardware", hardware, "--out", out)).isZero();
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void whatIsMissingIsSaidWithTheWayOut() {
    assertThat(terminal.run("cost", "--cases", dir.resolve("none.csv"))).isEqualTo(3);
    assertThat(terminal.err()).contains("none.csv) does not exist.", "Maybe the path is wrong");

    assertThat(terminal.run("cost", "--cases", cases)).isEqualTo(2);
    assertThat(terminal.err()).contains("there is no file of dataflows.", "Maybe add '--dataflows dataflows.json'.");

    Path wrong = MaestroFiles.write(dir, "wrong.csv", MaestroFiles.CASES.replace("num_pes", "num_pe"));
    assertThat(terminal.run("cost", "--cases", wrong, "--dataflows", dataflows)).isEqualTo(3);
    assertThat(terminal.err()).contains("wrong.csv:1:", "The column (num_pe) is not known", "Maybe you meant 'num_pes'.");

    Path other = MaestroFiles.write(dir, "other.yaml", MaestroFiles.DATAFLOWS.replace("name: deep", "name: depp"));
    assertThat(terminal.run("cost", "--cases", cases, "--dataflows", other)).isEqualTo(3);
    assertThat(terminal.err()).contains("cases.csv:3:", "The dataflow (deep)", "Maybe you meant 'depp'.");
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Path target = dir.resolve("missing").resolve("out.csv");

    assertThat(terminal.run("cost", "--cases", cases, "--dataflows", dataflows, "--out", target)).isEqualTo(3);

    assertThat(terminal.err()).contains("out.csv) cannot be written");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(2);
    }
  }
}
