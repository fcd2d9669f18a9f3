package dev.dovetail.solver.report.pipeline;

import static dev.dovetail.models.pipeline.Partition.INPUT_SHARED;
import static dev.dovetail.models.pipeline.Partition.WEIGHT_SHARED;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Problems and plans that tests draw. */
final class Plans {
  private Plans() {}

  /**
   * Four layers on four chiplets of 8 x 8 MACs, 4 B/cycle each, buffers of 2,048 B, DRAM of 16 B/cycle, 8 samples.
   *
   * <p>Layer a 4 -> 8 channels, 12x12, pooled to 6x6; b 8 -> 32, c 32 -> 16, d 16 -> 16, all of 3x3 kernels; b's input skips b and c.
   */
  static PipelineProblem small() {
    PipelineNetwork network = new PipelineNetwork("small", List.of(
        conv("a", 4, 8, 3, 12, 576, 288, 0), conv("b", 8, 32, 3, 6, 288, 1152, 288), conv("c", 32, 16, 3, 6, 1152, 576, 288),
        conv("d", 16, 16, 3, 6, 576, 576, 0)));
    return new PipelineProblem("small", network, MultiChipModule.uniform(4, 8, 8, 4, 2048, 16), 8, PipelineSwitches.BASE,
        PipelineObjective.TOTAL);
  }

  /** The same on a mesh of 2 x 2 whose links carry 4 B/cycle, with slots for transfers between clusters. */
  static PipelineProblem contended() {
    PipelineProblem any = small();
    MultiChipModule m = any.module();
    PipelineSwitches base = PipelineSwitches.BASE;
    PipelineSwitches switches =
        new PipelineSwitches(base.overlap(), base.weights(), base.loadOverlap(), base.timing(), base.border(),
            base.graph(), base.shape(), false, false, true, false, true);
    MultiChipModule mesh = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), m.dramCapacityBytes(),
        m.clockHertz(), new ChipletMesh(2, 2, 4), m.energy());
    return new PipelineProblem(any.name(), any.network(), mesh, any.samples(), switches, any.objective());
  }

  /** Its optimum, 12,114 + 4,176 = 16,290 cycles: {a, b} on two chiplets and {c}, streamed, on two; then {d} on three. */
  static PipelinePlan smallPlan() {
    return new PipelinePlan(List.of(
        new Segment(List.of(new Cluster(List.of(0, 1), List.of(WEIGHT_SHARED, INPUT_SHARED), List.of(0, 1)),
            new Cluster(List.of(2), List.of(INPUT_SHARED), List.of(2, 3))), 1296),
        new Segment(List.of(new Cluster(List.of(3), List.of(WEIGHT_SHARED), List.of(0, 1, 2))), 504)));
  }

  static PipelineLayer conv(String name, long in, long out, long kernel, long size, long ifm, long ofm, long skip) {
    long weights = in * out * kernel * kernel;
    return new PipelineLayer(name, "conv", in, out, kernel, kernel, 1, size, size, size, size, ifm, ofm, weights,
        weights * size * size, skip);
  }

  /** The convolutions of a residual network: blocks of 1x1, 3x3, 1x1 in four stages, then a classifier. */
  static PipelineNetwork residual(int... blocks) {
    List<PipelineLayer> layers = new ArrayList<>();
    layers.add(new PipelineLayer("conv1", "conv", 3, 64, 7, 7, 1, 224, 224, 112, 112, 150_528, 200_704, 9_408, 118_013_952, 0));
    long in = 64;
    for (int stage = 0; stage < blocks.length; stage++) {
      long size = 56 >> stage;
      long width = 64L << stage;
      for (int b = 0; b < blocks[stage]; b++) {
        String name = "stage" + (stage + 2) + "_block" + (b + 1);
        long input = in * size * size;
        layers.add(conv(name + "_conv1", in, width, 1, size, input, width * size * size, input));
        layers.add(conv(name + "_conv2", width, width, 3, size, width * size * size, width * size * size, input));
        in = 4 * width;
        layers.add(conv(name + "_conv3", width, in, 1, size, width * size * size, in * size * size, 0));
      }
    }
    layers.add(new PipelineLayer("fc", "fc", in, 1000, 1, 1, 1, 1, 1, 1, 1, in, 1000, 1000 * in, 1000 * in, 0));
    return new PipelineNetwork("residual-" + layers.size(), layers);
  }

  /** Square chiplets of 32 x 32 MACs on a mesh. */
  static MultiChipModule mesh(int columns, int rows) {
    int n = columns * rows;
    return new MultiChipModule(List.of(new ChipletType("chiplet", n, 32, 32, 524_288)), 100, 4L * n, Long.MAX_VALUE,
        1_000_000_000,
        new ChipletMesh(columns, rows, 100), PackageEnergy.SET);
  }

  static PipelineProblem problem(PipelineNetwork network, MultiChipModule module, long samples) {
    return new PipelineProblem(network.name(), network, module, samples, PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }

  /** A plan of segments that begin at {@code starts}, each of so many clusters, on strips of the mesh in proportion to the work. */
  static PipelinePlan strips(PipelineProblem problem, int[] starts, int... clusters) {
    List<Segment> segments = new ArrayList<>();
    for (int s = 0; s < starts.length; s++) {
      int end = s + 1 < starts.length ? starts[s + 1] : problem.network().size();
      segments.add(segment(problem, starts[s], end, clusters[s]));
    }
    return new PipelinePlan(segments);
  }

  private static Segment segment(PipelineProblem problem, int start, int end, int count) {
    ChipletMesh mesh = problem.module().mesh();
    List<Cluster> clusters = new ArrayList<>();
    int n = problem.module().size();
    int next = 0;
    for (int c = 0; c < count; c++) {
      int from = start + (end - start) * c / count;
      int to = start + (end - start) * (c + 1) / count;
      int last = Math.min(n - (count - 1 - c), Math.max(next + 1, n * (c + 1) / count - (c == 0 && count > 1 ? 1 : 0)));
      List<Integer> chiplets =
          IntStream.range(next, last).map(p -> mesh == null ? p : mesh.snake(p)).sorted().boxed().toList();
      List<Partition> partitions = IntStream.range(from, to).mapToObj(l -> l % 3 == 0 ? WEIGHT_SHARED : INPUT_SHARED).toList();
      clusters.add(new Cluster(IntStream.range(from, to).boxed().toList(), partitions, chiplets));
      next = last;
    }
    PipelinePlan alone = new PipelinePlan(List.of(new Segment(clusters, 1)));
    long io = new LayerCosts(problem).io(start, end - 1);
    long slowest = new PlanView(problem, alone).segments().get(0).slowest().time();
    return new Segment(clusters, Math.max(io, slowest));
  }

  static Evaluation judged(PipelineProblem problem, PipelinePlan plan) {
    return new PipelineEvaluator().evaluate(problem, plan);
  }
}
