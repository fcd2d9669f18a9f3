package dev.dovetail.solver.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.files.GoldenFile;
import dev.dovetail.models.stream.files.GoldenReader;
import dev.dovetail.models.stream.hardware.GoldenHardware;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventComparisonTest {
  private static EventComparison read(String name) {
    DataNode root = DataFile.read(Path.of("../models/src/test/resources/reference/stream", name + ".json"));
    GoldenFile golden = GoldenReader.read(root);
    return EventComparison.of(golden.problem(), golden.mapping(), GoldenHardware.read(root.required("hardware")));
  }

  /**
   * Stream's slots take 1,024 + 144 + 2,376 + 2,048 + 4,656 + 4,096 = 14,344. Without slots only the halo columns travel between the two
   * convolutions: 3 borders x 2 columns x 32 rows x 16 channels x 16 bits = 49,152 bits = 384 cycles instead of 2,048, so 12,680 at most.
   */
  @Test
  void onlyHaloColumnsTravelBetweenTwoConvolutions() {
    EventComparison comparison = read("2conv__tpu_like_quad_core");
    Schedule schedule = comparison.ofStream().orElseThrow();
    assertThat(new AllocationEvaluator().evaluate(comparison.fixed(), schedule).violations()).isEmpty();
    assertThat(EventComparison.latency(schedule)).isLessThanOrEqualTo(12_680);
    assertThat(schedule.transfers().stream().filter(t -> t.kind() == Schedule.Transfer.Kind.MOVE)
        .mapToLong(Schedule.Transfer::bytes).sum()).isEqualTo(49_152 / 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2conv__tpu_like_quad_core", "2conv__simba_small", "2conv__fusemax", "2conv__eyeriss_like_quad_core",
      "2conv__eyeriss_like_single_core", "2conv__fusemax__array_only"})
  void streamsDecisionsAreAScheduleOfOursAboveTheBound(String name) {
    EventComparison comparison = read(name);
    Schedule schedule = comparison.ofStream().orElseThrow();
    assertThat(new AllocationEvaluator().evaluate(comparison.fixed(), schedule).violations()).isEmpty();
    assertThat(new AllocationEvaluator().evaluate(comparison.open(), schedule).violations()).isEmpty();
    assertThat(comparison.bound().value()).isPositive().isLessThanOrEqualTo(EventComparison.latency(schedule));
  }
}
