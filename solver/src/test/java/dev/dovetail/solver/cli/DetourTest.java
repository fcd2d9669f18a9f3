package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.encodings.allocation.JointEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A problem whose best mapping stores a feature to DRAM and loads it later, which complete methods do not look at. */
class DetourTest {
  /**
   * Every tensor and weight has 64 bytes: one bus cycle. The fast core holds three of them, so that {@code a} cannot stay there while
   * {@code c} is made from {@code b} and its weights.
   */
  private static final String PROBLEM =
      """
      format: allocation/1
      name: residual
      objective: latency
      network:
        inputs: {x: [1, 8, 2, 4]}
        layers:
          - {name: a, op: conv, input: x, channels: 8, kernel: 1}
          - {name: b, op: conv, input: a, channels: 8, kernel: 1}
          - {name: c, op: conv, input: b, channels: 8, kernel: 1}
          - {name: d, op: add, inputs: [a, c]}
        outputs: [d]
      accelerator:
        format: accelerator/1
        name: pair
        cores:
          - {name: fast, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX, VECTOR], operationPicojoules: 0,
             memories: [{name: buffer, bytes: 192, bytesPerCycle: 16}]}
          - {name: large, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX, VECTOR], operationPicojoules: 0,
             memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
        buses:
          - {name: bus, members: [fast, large], bytesPerCycle: 64}
        dram:
          - {name: dram, at: bus, bytesPerCycle: 64}
      costs: table.csv
      tiles: {rows: 1}
      """;

  private static final String TABLE =
      """
      layer,core,cycles,picojoules
      a,fast,10,0
      b,fast,10,0
      c,fast,10,0
      d,fast,10,0
      a,large,1000,0
      b,large,1000,0
      c,large,1000,0
      d,large,1000,0
      """;

  @TempDir
  Path dir;
  private SolveRunner run = new SolveRunner(Path.of(""), "", "");

  @BeforeEach
  void runner() {
    run = new SolveRunner(dir, TABLE, "20s");
  }

  private int solve(String... more) throws IOException {
    return run.solve(PROBLEM, more);
  }

  private JsonNode result() throws IOException {
    return run.file("result.json");
  }

  /** Within the space some layer runs for 1,000 cycles on the large core; with {@code a} in DRAM for a while all four take 10 on the fast one. */
  @Test
  void aCompleteSearchWithoutDetoursNeitherProvesAnOptimumNorDisagreesWithABetterMapping() throws IOException {
    assertThat(solve("--solver", "exhaustive,local-search")).as(run.err()).isZero();
    JsonNode result = result();
    assertThat(result.get("status").asText()).isEqualTo("feasible");
    assertThat(result.get("evidence").isNull()).isTrue();
    assertThat(result.get("disagreement").isNull()).isTrue();
    assertThat(result.get("objective").asLong()).isLessThan(100);
    assertThat(result.get("bound").asLong()).isLessThanOrEqualTo(result.get("objective").asLong());
    JsonNode proof = result.get("partialProofs").get(0);
    assertThat(proof.get("space").asText()).isEqualTo(JointEncoding.SPACE);
    assertThat(proof.get("bound").asLong()).isGreaterThan(1_000);
    assertThat(proof.get("evidence").asText()).isEqualTo("exhausted");
    assertThat(run.out()).contains("optimum (exhausted) among mappings " + JointEncoding.SPACE);
    assertThat(Files.readString(dir.resolve("out/report.html"))).contains("optimum (exhausted) among mappings");
  }

  @Test
  void theCompleteSearchAloneFindsItsBestMappingAndSaysThatOthersMayBeBetter() throws IOException {
    assertThat(solve("--solver", "exhaustive")).as(run.err()).isZero();
    assertThat(result().get("status").asText()).isEqualTo("feasible");
    assertThat(result().get("bound").asLong()).isLessThan(100);
    assertThat(result().get("objective").asLong()).isEqualTo(result().get("partialProofs").get(0).get("bound").asLong());
  }

  @Test
  void aSolverWhoseSearchKnowsADetourProvesOnlyThatNothingInItsSpaceIsAsGood() throws IOException {
    assertThat(solve("--solver", "cp-sat")).as(run.err()).isZero();
    assertThat(result().get("status").asText()).isEqualTo("feasible");
    JsonNode proof = result().get("partialProofs").get(0);
    assertThat(proof.get("bound").asLong()).isEqualTo(result().get("objective").asLong() + 1);
    assertThat(proof.get("optimum").asBoolean()).isFalse();
  }

  @Test
  void aProblemThatAdmitsNoDetourIsSolvedToTheOptimumAndRefusesOne() throws IOException {
    assertThat(solve("--solver", "local-search")).as(run.err()).isZero();
    Path detour = Files.copy(dir.resolve("out/mapping.json"), dir.resolve("detour.json"));
    String items = PROBLEM + "options: {transfers: items}\n";
    assertThat(run.solve(items, "--solver", "exhaustive,local-search")).as(run.err()).isZero();
    assertThat(result().get("status").asText()).isEqualTo("optimal");
    assertThat(result().get("evidence").asText()).isEqualTo("exhausted");
    assertThat(result().get("partialProofs")).isEmpty();
    assertThat(result().get("objective").asLong()).isEqualTo(result().get("bound").asLong()).isGreaterThan(1_000);
    Terminal check = new Terminal();
    assertThat(check.run("check", dir.resolve("problem.yaml"), detour)).isNotZero();
    assertThat(check.out()).contains("transfer-item");
  }
}
