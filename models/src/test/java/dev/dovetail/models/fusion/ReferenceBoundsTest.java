package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.bounds.FusionBounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No result of the reference program is below a bound, and on some points its best one is proved optimal. */
class ReferenceBoundsTest {
  private static final FusionRules ANY_COUNT = new FusionRules(false, true, 0, false);

  private static List<String[]> results(String point) {
    try (Stream<String> lines = Files.lines(ReferencePlans.FOLDER.resolve("soma-results.csv"))) {
      return lines.skip(1).map(l -> l.split(",")).filter(c -> c[1].equals(point)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LowerBound best(String point, FusionRules rules, Objective objective) {
    FusionProblem p = ReferencePlans.points().get(point);
    return new FusionBounds().best(
        new FusionProblem(point, p.network(), p.batch(), p.core(), p.dramBytesPerCycle(), rules, objective));
  }

  @ParameterizedTest
  @CsvSource({"gpt2s_prefill_edge_b1,640000", "gpt2s_decode_edge_b1,500895", "gpt2s_decode_edge_b16,1239000"})
  void noRecordedLatencyIsBelowTheBoundForAnyTileCount(String point, long atLeast) {
    LowerBound bound = best(point, ANY_COUNT, Objective.LATENCY);

    assertThat(bound.value()).as(bound.toString()).isGreaterThanOrEqualTo(atLeast);
    assertThat(results(point)).isNotEmpty()
        .allSatisfy(r -> assertThat(Long.parseLong(r[6])).as(r[0]).isGreaterThanOrEqualTo(bound.value()));
  }

  /** The best latency that the reference program reached in its space, 1,624,151, is 196 cycles above the bound. */
  @ParameterizedTest
  @CsvSource("resnet50_edge_b1,1623955")
  void residualNetworkWithoutABatchIsBoundByItsTraffic(String point, long value) {
    LowerBound bound = best(point, FusionRules.SOMA, Objective.LATENCY);

    assertThat(bound.name()).isEqualTo("buffer-label");
    assertThat(bound.value()).isEqualTo(value);
    assertThat(results(point)).isNotEmpty().filteredOn(r -> !r[0].contains("-hand-"))
        .allSatisfy(r -> assertThat(Long.parseLong(r[6])).as(r[0]).isGreaterThanOrEqualTo(value));
  }

  @ParameterizedTest
  @CsvSource({"gpt2s_prefill_edge_b1", "gpt2s_decode_edge_b1", "gpt2s_decode_edge_b16"})
  void noRecordedEnergyIsBelowTheBound(String point) {
    LowerBound bound = best(point, ANY_COUNT, Objective.ENERGY);

    assertThat(results(point)).isNotEmpty().allSatisfy(
        r -> assertThat(Double.parseDouble(r[13]) * 1000).as(r[0]).isGreaterThanOrEqualTo(bound.value() * (1 - 1e-9)));
  }
}
