package dev.dovetail.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.testing.ReferencePipelines;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The judge's arithmetic against that of programmes and bounds, written apart from it. */
class ClusterTimingTest {
  private final Random random = new Random(11);

  @Test
  void theJudgeAndTheProgrammesSayTheSameOfLayers() {
    for (ReferenceProblems.Row row : ReferenceProblems.small()) {
      for (int i = 0; i < 60; i++) {
        PipelineProblem problem = row.problem().with(switches());
        compare(problem, segment(problem));
      }
    }
  }

  private PipelineSwitches switches() {
    return new PipelineSwitches(random.nextBoolean() ? PipelineSwitches.Overlap.SUM : PipelineSwitches.Overlap.MAX,
        PipelineSwitches.Weights.PER_LAYER, PipelineSwitches.LoadOverlap.NONE, PipelineSwitches.Timing.LOCKSTEP,
        random.nextBoolean() ? Border.EGRESS : Border.INGRESS, PipelineSwitches.Graph.CHAIN, PipelineSwitches.Shape.ANY,
        random.nextBoolean(), false, true, false, false);
  }

  private void compare(PipelineProblem problem, Segment segment) {
    LayerCosts costs = new LayerCosts(problem);
    ChipletType type = problem.module().typeOf(0);
    for (int c = 0; c < segment.clusters().size(); c++) {
      Cluster cluster = segment.clusters().get(c);
      ClusterTiming timing = ClusterTiming.of(problem, segment, c);
      int n = cluster.chiplets().size();
      long sum = 0;
      for (int i = 0; i < timing.works().size(); i++) {
        ClusterTiming.Work work = timing.works().get(i);
        Partition before = i == 0 ? null : cluster.partitions().get(i - 1);
        long bytes = costs.bytes(work.layer(), n, work.partition(), before);
        boolean isLimited = i == 0 && c > 0 && problem.switches().border() == Border.EGRESS;
        long limiting = isLimited
            ? costs.bytesFrom(work.layer(), n, work.partition(), segment.clusters().get(c - 1).chiplets().size())
            : bytes;
        long compute = costs.compute(work.layer(), n, work.partition(), type);
        assertThat(work.computeCycles()).isEqualTo(compute);
        assertThat(work.receivedBytes()).isEqualTo(bytes);
        assertThat(work.gatheredBytes()).isEqualTo(costs.gathered(work.layer(), n, work.partition()));
        assertThat(work.cycles()).isEqualTo(costs.time(compute, limiting));
        sum += work.cycles();
      }
      long streaming = timing.streamedBytes() == 0 ? 0 : costs.streaming(cluster.first());
      assertThat(timing.cycles()).isEqualTo(Math.max(sum, streaming));
    }
  }

  /** All layers in one segment, cut anywhere, with any partitions, on regions of any sizes. */
  private Segment segment(PipelineProblem problem) {
    List<Integer> starts =
        IntStream.range(0, problem.network().size()).filter(l -> l == 0 || random.nextBoolean()).boxed().toList();
    List<Partition> allowed = List.copyOf(problem.switches().partitions());
    return new Segment(IntStream.range(0, starts.size()).mapToObj(c -> {
      int end = c + 1 == starts.size() ? problem.network().size() : starts.get(c + 1);
      List<Integer> layers = IntStream.range(starts.get(c), end).boxed().toList();
      List<Partition> partitions = layers.stream().map(l -> allowed.get(random.nextInt(allowed.size()))).toList();
      return new Cluster(layers, partitions, IntStream.range(0, 1 + random.nextInt(problem.module().size())).boxed().toList());
    }).toList(), 1);
  }

  @Test
  void theSlowestAndSmallestTypeOfARegionDecides() {
    PipelineProblem uniform = ReferencePipelines.worked();
    MultiChipModule module = uniform.module();
    MultiChipModule mixed = new MultiChipModule(
        List.of(new ChipletType("large", 2, 32, 8, 4096), new ChipletType("small", 2, 8, 8, 1024)), module.ingressBytesPerCycle(),
        module.dramBytesPerCycle(), module.dramCapacityBytes(), module.clockHertz(), null, module.energy());
    PipelineProblem problem = new PipelineProblem("mixed", uniform.network(), mixed, 8, uniform.switches(), uniform.objective());
    // layer b, 8 -> 32 channels, 3x3, 36 positions; two chiplets share the positions: 18 each
    assertThat(layerB(problem, List.of(0, 1)).works().get(0).computeCycles()).isEqualTo(1 * 1 * 9 * 18); // 32 lanes: one pass
    assertThat(layerB(problem, List.of(1, 2)).works().get(0).computeCycles()).isEqualTo(4 * 1 * 9 * 18); // 8 lanes: four passes
    assertThat(layerB(problem, List.of(0, 1)).isResident()).isTrue(); // 2304 <= 2 * 4096
    assertThat(layerB(problem, List.of(1, 2)).isResident()).isFalse(); // 2304 > 2 * 1024
    assertThat(layerB(problem, List.of(1, 2)).streamedBytes()).isEqualTo(2304);
  }

  private static ClusterTiming layerB(PipelineProblem problem, List<Integer> chiplets) {
    Cluster cluster = new Cluster(List.of(1), List.of(Partition.WEIGHT_SHARED), chiplets);
    return ClusterTiming.of(problem, new Segment(List.of(cluster), 1), 0);
  }
}
