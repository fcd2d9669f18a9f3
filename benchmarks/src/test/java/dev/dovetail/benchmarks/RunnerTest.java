package dev.dovetail.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerTest {
  @TempDir
  Path out;

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
    BenchRow row = new Runner(List.of(), out, 60).row(run);

    assertThat(row.status()).isEqualTo("exit 3");
    assertThat(out.resolve("missing-any/stderr.txt")).content().contains("missing.yaml");
  }

  @Test
  void aSecondSweepIntoTheSameDirectoryReplacesTheFirst() throws Exception {
    BenchRun run =
        new BenchRun("three", "list",
            List.of("solve", "instances/allocation/three-layer.yaml", "--solver", "list", "--seed", "1"));
    Runner runner = new Runner(List.of("--time-limit", "5s"), out, 60);

    assertThat(runner.row(run).objective()).isNotNull();
    assertThat(runner.row(run).objective()).as(runner.complaint(run)).isNotNull();
  }

  @Test
  void whatARunCostIsCountedWhereTheSystemTells() throws Exception {
    // A JVM takes at least a hundredth of a second to start, print its help and end.
    RunOutcome outcome = new Runner(List.of(), out, 60).run(new BenchRun("help", "any", List.of("solvers")));

    assertThat(outcome.cpuSeconds() == null || outcome.cpuSeconds() > 0.01).isTrue();
  }

  @Test
  void theTimeOfChildrenStandsBehindTheNameOfTheCommand() {
    // Fields 14 to 17 of proc(5): utime 7, stime 8, cutime 1234, cstime 9.
    assertThat(ChildCpu.seconds("42 (my (odd) name) S 1 42 42 0 -1 4194304 5 6 0 0 7 8 1234 9 20 0")).isEqualTo(12.34);
  }

  @Test
  void aFailedRunSaysWhy() throws Exception {
    BenchRun run = new BenchRun("missing", "any", List.of("solve", out.resolve("missing.yaml").toString()));
    Runner runner = new Runner(List.of(), out, 60);
    runner.run(run);

    assertThat(runner.complaint(run)).startsWith("dovetail: ").contains("missing.yaml").contains("Maybe ");
  }

  @ParameterizedTest
  @CsvSource({"frob,2", "sweep nosuch.yaml,2", "sweep --time-limit never,2", "random-dag --tasks 0,2",
      "random-dag --solver nosuch,2", "soma,2", "soma nosuch.yaml,2", "soma src/main,2", "soma instances/fusion --seeds -1,2",
      "random-dag --threads 0,2", "sweep src/main,2",
      "sweep instances/allocation/three-layer.yaml instances/allocation/../allocation/three-layer.yaml,2"})
  void aWrongCommandLineHasOneMessageAndAWayOut(String line, int code) {
    StringWriter err = new StringWriter();

    assertThat(Main.run(new PrintWriter(err), line.split(" "))).isEqualTo(code);
    assertThat(err.toString().lines()).hasSize(2).first().asString().startsWith("dovetail bench: ");
    assertThat(err.toString().lines().skip(1)).first().asString().startsWith("Maybe ");
  }
}
