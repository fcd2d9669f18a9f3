package dev.dovetail.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What chiplets hand over against what the cost model charges the receivers for. */
class HandoverTest {
  @Property
  void everyChipletReceivesExactlyWhatItsFirstLayerIsChargedFor(
      @ForAll @IntRange(min = 1, max = 9) int channels, @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int columns, @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 0, max = 500) int skip, @ForAll @IntRange(min = 1, max = 9) int senders,
      @ForAll @IntRange(min = 1, max = 9) int receivers, @ForAll boolean senderSplitsPositions, @ForAll Partition first) {
    long input = (long) channels * rows * columns;
    PipelineLayer before = new PipelineLayer("before", "conv", 1, channels, 1, 1, 1, rows, columns, rows, columns,
        (long) rows * columns, input, channels, input, skip);
    PipelineLayer layer = new PipelineLayer("layer", "conv", channels, 3, kernel, kernel, 1, rows, columns, rows, columns, input,
        3L * rows * columns, 3L * channels * kernel * kernel, 1, 0);
    PipelineProblem problem = new PipelineProblem("random", new PipelineNetwork("random", List.of(before, layer)),
        MultiChipModule.uniform(senders + receivers, 4, 4, 4, 1 << 20, 16), 1, PipelineSwitches.BASE, PipelineObjective.TOTAL);
    Partition last = senderSplitsPositions ? Partition.WEIGHT_SHARED : Partition.INPUT_SHARED;
    LayerCosts costs = new LayerCosts(problem);
    long charged = costs.bytes(1, receivers, first, null) - costs.gathered(1, receivers, first);
    Handover handover = Handover.of(problem, cluster(0, last, 0, senders), cluster(1, first, senders, receivers), charged);

    for (int r = 0; r < receivers; r++) {
      assertThat(handover.received(r)).as("bytes of share %d", r).isEqualTo(charged);
    }
    assertThat(Arrays.stream(handover.shared())).allMatch(bytes -> bytes >= 0);
    assertThat(Arrays.stream(handover.own()).flatMapToLong(Arrays::stream)).allMatch(bytes -> bytes >= 0);
  }

  @Property
  void rowsThatBothRegionsSplitAlikeStayBetweenEqualShares(@ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 20) int rowsEach) {
    long rows = (long) n * rowsEach;
    PipelineLayer pointwise = new PipelineLayer("pointwise", "conv", 2, 2, 1, 1, 1, rows, 1, rows, 1, 2 * rows, 2 * rows, 4,
        4 * rows, 0);
    PipelineProblem problem = new PipelineProblem("alike", new PipelineNetwork("alike", List.of(pointwise, pointwise)),
        MultiChipModule.uniform(2 * n, 4, 4, 4, 1 << 20, 16), 1, PipelineSwitches.BASE, PipelineObjective.TOTAL);

    Handover handover = Handover.of(problem, cluster(0, Partition.WEIGHT_SHARED, 0, n),
        cluster(1, Partition.WEIGHT_SHARED, n, n), 2L * rowsEach);

    for (int s = 0; s < n; s++) {
      for (int r = 0; r < n; r++) {
        // A 1 x 1 kernel has no halo: share s goes to share s, 2 * rowsEach bytes.
        assertThat(handover.own()[s][r]).isEqualTo(s == r ? 2L * rowsEach : 0);
      }
    }
  }

  private static Cluster cluster(int layer, Partition partition, int from, int n) {
    return new Cluster(List.of(layer), List.of(partition), IntStream.range(from, from + n).boxed().toList());
  }
}
