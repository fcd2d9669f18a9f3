package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerShowTest {
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
  void aLayerOfAMappingFileIsDrawnLoopByLoop() {
    assertThat(terminal.run("show", mapping, "--hardware", hardware, "--layer", "FIRST")).isZero();

    // M: 5 rows on 2 clusters; K: 10 in tiles of 4
    assertThat(terminal.out())
        .startsWith("FIRST of toy on hw.m (8 PEs): dataflow toy.m, compatible mode")
        .containsPattern("level 0: 2 clusters of 4 PEs\\R  for N +1 of 3 +3 steps")
        .containsPattern("\\R    parallel for M +1 of 5 +3 waves +last wave 1 of 2 units")
        .containsPattern("\\R      for K +4 of 10 +3 steps +last tile 2")
        .containsPattern("\\R        level 1: 4 PEs\\R          parallel for K +1 of 4 +1 wave")
        .containsPattern("one PE, one step +N 1 x K 1 x M 1 = 1 MAC")
        // The input (M, K) changes with every step of K; within a cluster each unit has its own K, and the output is summed.
        .containsPattern("input +0 +none +unicast")
        .containsPattern("output +0 +stationary, 3 steps +unicast")
        .containsPattern("1 +one step +reduction of 4 units")
        .containsPattern("latency +84 cycles")
        // 150 / (84 * 8) = 22.3 %
        .contains("22.3 % of the array's peak")
        .containsPattern("L1 of one PE +6 of 100 elements \\(6.0 %\\)")
        .containsPattern("L2, shared +28 elements, no limit given");
  }

  @Test
  void thePageAndTheJsonSayTheSame() {
    Path page = dir.resolve("layer.html");

    assertThat(terminal.run("show", mapping, "--hardware", hardware, "--layer", "SECOND", "--html", page, "--json")).isZero();

    JsonNode o = terminal.json();
    assertThat(o.get("layer").asText()).isEqualTo("SECOND of toy");
    assertThat(o.get("files").get(0).asText()).isEqualTo(page.toString());
    assertThat(o.get("levels").get(0).get("loops").findValuesAsText("dim")).startsWith("K", "C", "Y");
    assertThat(o.get("reuse").get(1).get("inTime").asText()).isEqualTo("stationary");
    assertThat(page).content().contains("SECOND of toy on hw.m", "<svg", "</html>");
  }

  @Test
  void aMistakeIsSaidWithTheWayOut() {
    assertThat(terminal.run("show", mapping, "--hardware", hardware, "--layer", "SECON")).isEqualTo(3);
    assertThat(terminal.err()).contains("has no layer (SECON).", "Maybe you meant 'SECOND'.");

    assertThat(terminal.run("show", mapping, "--hardware", hardware)).isEqualTo(2);
    assertThat(terminal.err()).contains("There is no layer of", "Maybe add '--layer NAME'.");

    assertThat(terminal.run("show", mapping, "--layer", "FIRST")).isEqualTo(2);
    assertThat(terminal.err()).contains("Maybe add '--hardware HW.m'.");

    assertThat(terminal.run("show", mapping, "--hardware", hardware, "--layer", "FIRST", "--perfetto", "x.json")).isEqualTo(2);
    assertThat(terminal.err()).contains("The option (--perfetto) means nothing with a MAESTRO mapping file.");

    Path few = MaestroFiles.write(dir, "few.m", MaestroFiles.HARDWARE.replace("num_pes: 8", "num_pes: 3"));
    assertThat(terminal.run("show", mapping, "--hardware", few, "--layer", "FIRST")).isEqualTo(3);
    assertThat(terminal.err()).contains("toy.m:2:", "The layer (FIRST) cannot be evaluated.", "TOO_FEW_PES");
  }
}
