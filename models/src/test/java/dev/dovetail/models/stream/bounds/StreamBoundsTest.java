package dev.dovetail.models.stream.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.stream.TinyStreams;
import dev.dovetail.models.stream.files.GoldenFile;
import dev.dovetail.models.stream.files.GoldenReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamBoundsTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference/stream");

  private static long value(List<LowerBound> bounds, String name) {
    return bounds.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow().value();
  }

  @Test
  void noRandomMappingThatTheJudgeAcceptsBeatsABound() {
    int accepted = 0;
    TreeSet<String> positive = new TreeSet<>();
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      StreamProblem problem = TinyStreams.random(random);
      List<LowerBound> bounds = new StreamBounds().of(problem);
      bounds.stream().filter(b -> b.value() > 0).forEach(b -> positive.add(b.name()));
      long best = bounds.stream().mapToLong(LowerBound::value).max().orElseThrow();
      for (int i = 0; i < 60; i++) {
        StreamMapping mapping = TinyStreams.mapping(problem, random);
        Evaluation evaluation = new StreamEvaluator().evaluate(problem, mapping);
        if (evaluation.isExecutable()) {
          accepted++;
          assertThat(evaluation.objective()).as("seed %d: %s", seed, bounds).isGreaterThanOrEqualTo(best);
        }
      }
    }
    assertThat(accepted).isGreaterThan(200);
    assertThat(positive).contains("compute-roof", "compute-table", "dram-compulsory", "slot-chain");
  }

  @Test
  void aSingleProductOnOneCoreIsBoundedWithinItsLoadAndStore() {
    // 4 x 4 x 4 on one unit: 64 cycles; each 4 x 4 matrix of 8 bit is 128 bits, one cycle of the bus. Load x, load w, compute, store: 67.
    List<StreamTensor> tensors = List.of(new StreamTensor("x", List.of(4L, 4L), 8, false),
        new StreamTensor("y", List.of(4L, 4L), 8, false), new StreamTensor("w", List.of(4L, 4L), 8, true));
    StreamWorkload workload = new StreamWorkload("product", tensors,
        List.of(StreamNodes.gemm("Product", 4, 4, 4, new int[] {0, 2, 1})), List.of(0), List.of(1));
    StreamHardware hardware = new StreamHardware("one", List.of(
        new StreamCore(0, "core", StreamCore.Kind.COMPUTE, 10_000, 1, null),
        new StreamCore(1, "dram", StreamCore.Kind.DRAM, 10_000, 0, null)), 1,
        List.of(new StreamConnection("bus0", true, List.of(0, 1), BitRate.of(128))), List.of());
    StreamCosts costs = new StreamCosts.Builder(workload, hardware)
        .put(0, new long[] {4, 4, 4}, 0, new StreamCost(64, 0, false)).build();
    StreamProblem problem = new StreamProblem("product", workload, hardware, costs, Optional.empty());
    StreamMapping mapping = new StreamMapping(List.of(new StreamGroup(List.of(new NodePlacement(0, List.of(0), List.of())),
        List.of(new StreamGroup.Tile(0, 0, 4)))));
    assertThat(new StreamEvaluator().evaluate(problem, mapping).objective()).isEqualTo(67);
    List<LowerBound> bounds = new StreamBounds().of(problem);
    assertThat(value(bounds, "compute-roof")).isEqualTo(64);
    assertThat(value(bounds, "compute-table")).isEqualTo(64);
    assertThat(value(bounds, "dram-compulsory")).isEqualTo(3);
    assertThat(value(bounds, "slot-chain")).isBetween(65L, 66L); // load, compute and store are a chain; the second load is not on it
  }

  @ParameterizedTest
  @CsvSource({
      "2conv__eyeriss_like_quad_core, 8778, 5840", "2conv__eyeriss_like_single_core, 35109, 11680", "2conv__fusemax, 90, 512",
      "2conv__simba_small, 1440, 5840", "2conv__tpu_like_quad_core, 1440, 5840"})
  void referenceInstancesKeepTheirBoundsButForRounding(String name, long compute, long dram) {
    GoldenFile file = GoldenReader.read(FOLDER.resolve(name + ".json"));
    List<LowerBound> bounds = new StreamBounds().of(file.problem());
    // Tiles of the table are so large that rounding takes next to nothing.
    assertThat(value(bounds, "compute-roof")).isBetween(compute * 98 / 100, compute);
    assertThat(value(bounds, "dram-compulsory")).isBetween(dram * 95 / 100, dram);
    assertThat(value(bounds, "slot-chain")).isGreaterThanOrEqualTo(value(bounds, "dram-compulsory"));
    long total = new StreamEvaluator().evaluate(file.problem(), file.mapping()).objective();
    assertThat(bounds).allSatisfy(b -> assertThat(b.value()).isLessThanOrEqualTo(total));
  }

  @Test
  void theSwigluBlockKeepsABoundInSpiteOfItsManyIterations() {
    GoldenFile file = GoldenReader.read(FOLDER.resolve("swiglu_256_2048_8192__tpu_like_quad_core__seq16.json"));
    List<LowerBound> bounds = new StreamBounds().of(file.problem());
    assertThat(bounds).allSatisfy(b -> assertThat(b.value()).isLessThanOrEqualTo(103_546_916));
    // 6,422,528 cycles of compulsory bits, of which rounding may take a part.
    assertThat(value(bounds, "dram-compulsory")).isBetween(3_000_000L, 6_422_528L);
  }
}
