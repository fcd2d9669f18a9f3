package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.files.LayerTable;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle on the worked example of the cost model, under each switch; the totals come from another enumeration. */
class ExhaustiveMethodTest {
  private static final Path REFERENCE = Path.of("../models/src/test/resources/reference/scope");

  static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, false, 1024);

  /** Least cost of all plans by enumeration; the largest number if there is none. Every plan that is told is judged. */
  static long optimum(PipelineProblem problem) {
    JudgingListener<PipelinePlan> listener =
        new JudgingListener<>(p -> new PipelineEvaluator().evaluate(problem, p), Long.MIN_VALUE);
    Outcome outcome = new ExhaustiveMethod().solve(problem, LIMITS, listener);
    assertThat(outcome.proof()).isEqualTo(listener.mappings().isEmpty() ? Outcome.Proof.INFEASIBLE : Outcome.Proof.EXHAUSTED);
    return listener.bestObjective();
  }

  private static PipelineProblem on(long buffer, long ingress, long dram, long samples) {
    PipelineProblem worked = SmallPipelines.workedExample();
    return new PipelineProblem("worked", worked.network(), MultiChipModule.uniform(4, 8, 8, ingress, buffer, dram), samples,
        worked.switches(), worked.objective());
  }

  private static PipelineSwitches switched(String switches) {
    return new PipelineSwitches(
        switches.contains("sum") ? Overlap.SUM : Overlap.MAX,
        switches.contains("perLayer")
            ? Weights.PER_LAYER
            : switches.contains("replicated") ? Weights.REPLICATED : Weights.DISTRIBUTED,
        switches.contains("next") ? LoadOverlap.NEXT : LoadOverlap.NONE,
        switches.contains("async") ? Timing.ASYNC : Timing.LOCKSTEP,
        switches.contains("egress") ? Border.EGRESS : Border.INGRESS,
        Graph.CHAIN, Shape.ANY, switches.contains("halo"), switches.contains("shared"), !switches.contains("busy"), false, false);
  }

  @ParameterizedTest
  @CsvSource({"1, 2664", "2, 4734", "8, 16290", "64, 117090"})
  void theWorkedExampleForEachNumberOfSamples(long samples, long total) {
    assertThat(optimum(on(2048, 4, 16, samples))).isEqualTo(total);
    assertThat(optimum(on(2048, 4, 16, samples).with(PipelineObjective.THROUGHPUT))).isEqualTo(1_800);
    assertThat(optimum(on(2048, 4, 16, samples).with(PipelineObjective.LATENCY))).isEqualTo(2_664);
  }

  @ParameterizedTest
  @CsvSource({
      "2048, 1, 4, 1, base, 5100", "2048, 1, 4, 1, sum, 7152", "2048, 1, 4, 1, perLayer, 4968", "2048, 1, 4, 1, replicated, 4968",
      "4096, 4, 16, 1, base, 2640", "4096, 4, 16, 1, perLayer, 2484", "4096, 4, 16, 1, replicated, 2862",
      "2048, 1, 4, 1, next, 3744", "2048, 1, 4, 2, base, 7560", "2048, 1, 4, 2, async, 7248",
      "2048, 4, 4, 1, base, 4446", "2048, 4, 4, 1, halo, 4512", "4096, 1, 4, 8, base, 18984", "4096, 1, 4, 8, egress, 19224",
      "4096, 4, 16, 8, base, 14850"})
  void eachSwitchMovesTheOptimumAsTheTableSays(long buffer, long ingress, long dram, long samples, String switches, long total) {
    assertThat(optimum(on(buffer, ingress, dram, samples).with(switched(switches)))).isEqualTo(total);
  }

  @Test
  void theSmallReferenceTablesHaveTheTotalsAndSteadyStatesThatTheySay() throws IOException {
    List<String> lines = Files.readAllLines(REFERENCE.resolve("small-results.csv"));
    List<String> header = List.of(lines.get(0).split(","));
    assertThat(lines).hasSize(1 + 33);
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(","));
      Function<String, Long> number = column -> Long.valueOf(cells.get(header.indexOf(column)));
      PipelineNetwork network = LayerTable.read(REFERENCE.resolve(cells.get(header.indexOf("file"))));
      MultiChipModule module = MultiChipModule.uniform(number.apply("N").intValue(), number.apply("Kp"), number.apply("Cp"),
          number.apply("BW_bytes_per_cycle"), number.apply("B_bytes"), number.apply("D_bytes_per_cycle"));
      PipelineProblem problem = new PipelineProblem(cells.get(0), network, module, number.apply("m"), PipelineSwitches.BASE,
          PipelineObjective.TOTAL);
      assertThat(optimum(problem)).as(line).isEqualTo(number.apply("exact"));
      assertThat(optimum(problem.with(PipelineObjective.THROUGHPUT))).as(line)
          .isEqualTo(number.apply("steady_state_cycles_per_sample"));
    }
  }

  @Test
  void manyLayersOrChipletsOrCouplingsAreRefused() {
    PipelineProblem worked = on(2048, 4, 16, 8);
    PipelineProblem wide = new PipelineProblem("wide", worked.network(), MultiChipModule.uniform(9, 8, 8, 4, 2048, 16), 8,
        worked.switches(), worked.objective());
    assertThatThrownBy(() -> optimum(wide)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("wide, 4 layers, 9 chiplets");
    PipelineSwitches slotted = new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.ANY, false, false, true, false, true);
    assertThatThrownBy(() -> optimum(worked.with(slotted))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("no contention");
  }
}
