package dev.dovetail.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  @TempDir Path out;

  @Test
  void sweepsEveryNetworkOnEveryAcceleratorWithEveryMethod() {
    List<BenchRun> runs = BenchRun.sweep(List.of("a", "b"), List.of("x", "y", "z"), List.of("cp-sat", "choco"));

    assertThat(runs).hasSize(2 * 3 * 2);
    assertThat(runs.get(1)).isEqualTo(new BenchRun("a on x", "choco", List.of("map", "a", "--on", "x", "--solver", "choco")));
    assertThat(runs).extracting(BenchRun::directory).doesNotHaveDuplicates().contains("b-on-z-cp-sat");
  }

  @Test
  void sweepsProblemFiles() {
    List<BenchRun> runs = BenchRun.files(List.of(Path.of("some", "bert.yaml")), List.of("choco"));

    assertThat(runs).containsExactly(
        new BenchRun("bert", "choco", List.of("solve", Path.of("some", "bert.yaml").toString(), "--solver", "choco")));
  }

  @Test
  void reportsTheExitCodeOfARunThatLeavesNoResult() throws Exception {
    BenchRun run = new BenchRun("missing", "any", List.of("solve", out.resolve("missing.yaml").toString()));
    BenchRow row = new Runner(List.of(), out, 60).run(run);

    assertThat(row).isEqualTo(BenchRow.failed(run, 3));
    assertThat(out.resolve("missing-any/stderr.txt")).content().contains("missing.yaml");
  }
}
