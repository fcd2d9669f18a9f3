package dev.dovetail.models.stream.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.TinyStreams;
import dev.dovetail.models.stream.files.GoldenFile;
import dev.dovetail.models.stream.files.GoldenReader;
import java.nio.file.Path;
import java.util.List;
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
