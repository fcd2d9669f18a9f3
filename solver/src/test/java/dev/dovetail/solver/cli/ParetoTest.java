package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --pareto} from the command line to the files. */
class ParetoTest {
  /** One convolution on two unequal cores: 23, 33 and 63 cycles for 10, 7 and 4 nJ; see FrontTest for the arithmetic. */
  private static final String PROBLEM =
      """
      format: allocation/1
      name: pair
      objective: edp
      network:
        inputs: {x: [1, 8, 2, 4]}
        layers:
          - {name: c, op: conv, input: x, channels: 8, kernel: 1}
        outputs: [c]
      accelerator:
        format: accelerator/1
        name: pair
        cores:
          - {name: fast, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
             memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
          - {name: frugal, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
             memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
        buses:
          - {name: bus, members: [fast, frugal], bytesPerCycle: 64}
        dram:
          - {name: dram, at: bus, bytesPerCycle: 64}
      costs: table.csv
      tiles:
        c: {rows: 2}
      """;

  /** Of the whole layer: a tile is half of it. */
  private static final String TABLE = "layer,core,cycles,picojoules\nc,fast,20,10000\nc,frugal,60,4000\n";

  @TempDir
  Path dir;
  private SolveRunner run = new SolveRunner(Path.of(""), "", "");

  @BeforeEach
  void runner() {
    run = new SolveRunner(dir, TABLE, "10s");
  }

  private int solve(String... more) throws IOException {
    return run.solve(PROBLEM, more);
  }

  @Test
  void everyPointOfTheFrontHasAMappingFileThatTheCheckAccepts() throws IOException {
    assertThat(solve("--solver", "local-search", "--pareto", "5")).as(run.err()).isZero();

    AllocationProblem problem = AllocationProblemReader.read(dir.resolve("problem.yaml"));
    JsonNode points = run.file("pareto.json").get("points");
    assertThat(points.findValuesAsText("latencyCycles")).containsExactly("23", "33", "63");
    assertThat(points.findValuesAsText("energyFemtojoules")).containsExactly("10000000", "7000000", "4000000");
    assertThat(points.findValuesAsText("edpNanojouleCycles")).containsExactly("230", "231", "252");
    assertThat(points.get(2).get("proven").asBoolean()).isTrue();
    for (JsonNode p : points) {
      Evaluation evaluation =
          MappingCheck.check(Methods.allocation().kind(), problem, dir.resolve("out").resolve(p.get("mapping").asText()));
      assertThat(evaluation.violations()).isEmpty();
      assertThat(evaluation.cost()).containsEntry("latencyCycles", p.get("latencyCycles").asLong());
      assertThat(evaluation.cost()).containsEntry("energyFemtojoules", p.get("energyFemtojoules").asLong());
    }
    Schedule best = Methods.allocation().kind().readMapping(problem, dir.resolve("out/mapping.json"));
    assertThat(Methods.allocation().kind().evaluator().evaluate(problem, best).objective()).isEqualTo(230);
    assertThat(run.file("result.json").get("pareto").get("points")).isEqualTo(points);
    assertThat(run.err()).contains("front: 3 mappings, from 23 cycles, 10,000,000 fJ to 63 cycles, 4,000,000 fJ");
    assertThat(run.out()).contains("energy bound, fJ");
    assertThat(dir.resolve("out/report.html")).content().contains("Latency and energy").contains("proven least energy");
  }

  @Test
  void theNextSolveSetsTheFrontAside() throws IOException {
    solve("--solver", "local-search", "--pareto", "5");
    String name = run.file("pareto.json").get("points").get(0).get("mapping").asText();
    solve("--solver", "list");

    assertThat(dir.resolve("out/pareto.json")).doesNotExist();
    assertThat(dir.resolve("out").resolve(name)).doesNotExist();
    assertThat(dir.resolve("out/previous-pareto.json")).exists();
    assertThat(dir.resolve("out").resolve("previous-" + name)).exists();
    assertThat(run.file("result.json").get("pareto").isNull()).isTrue();
  }

  @Test
  void aMethodThatCannotAndANumberThatMakesNoSenseAreUsageErrors() throws IOException {
    assertThat(solve("--solver", "list", "--pareto", "5")).isEqualTo(2);
    assertThat(run.err()).contains("The solver (list) does not search the trade-off").contains("Maybe write --solver");
    assertThat(solve("--pareto", "1")).isEqualTo(2);
    assertThat(run.err()).contains("(1) is not between 2 and 100");
  }
}
