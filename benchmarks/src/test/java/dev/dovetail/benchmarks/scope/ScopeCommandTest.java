package dev.dovetail.benchmarks.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.benchmarks.BenchMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeCommandTest {
  private static final Path INSTANCES = Path.of("instances", "pipeline");

  @TempDir
  Path folder;

  /**
   * The worked example: sequential 17154, full infeasible, segmented 17442, heuristic and exact 16290; the work needs 8 * 373248 / 256 = 11664.
   * Of its 1031 mappings 1 costs at most 16290.
   */
  @Test
  void oneCommandMakesTheTable() throws Exception {
    assertThat(BenchMain.run("scope", INSTANCES.resolve("T4_worked_example.yaml").toString(), "--threads", "1", "--out",
        folder.toString())).isZero();

    List<String> csv = Files.readAllLines(folder.resolve("scope.csv"));
    assertThat(csv).hasSize(2);
    assertThat(csv.get(1))
        .startsWith("T4_worked_example,T4_worked_example,4,8,total,17154,,17442,16290,16290,1.053039,1.070718,1.000000,")
        .contains(",1,1,1031,719,");
    assertThat(csv.get(1)).as("a bound that knows nothing of the programme").doesNotContain("chain-programme");
    assertThat(Files.readString(folder.resolve("scope.md")))
        .contains("| T4_worked_example | 4 | 8 | total | 17,154 | - | 17,442 | 16,290 | 16,290 | 1.053x | 1.071x | 1.000x | ");
  }

  /** darknet19 on 16 chiplets, 64 samples: totals of the reference table. */
  @Test
  void networksByNameHaveTheStandardConstants() throws Exception {
    assertThat(
        BenchMain.run("scope", "--networks", "darknet19", "--chiplets", "16", "--no-percentile", "--out", folder.toString()))
            .isZero();

    assertThat(Files.readAllLines(folder.resolve("scope.csv")).get(1))
        .startsWith("darknet19_n16_m64,darknet19,16,64,total,12881710,,13048622,12881710,12881710,");
  }

  @Test
  void refusesWhatMakesNoTable() throws Exception {
    String out = folder.resolve("out").toString();
    assertThat(BenchMain.run("scope", "--threads", "0", "--networks", "vgg16", "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("scope", "none.yaml", "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("scope", "--networks", "nosuch", "--out", out)).isEqualTo(3);
    assertThat(BenchMain.run("scope", INSTANCES.resolve("resnet50_n64_m64_mesh.yaml").toString(), "--out", out)).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
