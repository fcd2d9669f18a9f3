package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Tiny random networks with branches, on modules that starve for bytes, so that pipelines pay. */
final class SmallGraphs {
  private SmallGraphs() {}

  /**
   * A problem in lock step.
   *
   * @param layers of the network
   * @param types of chiplets, 4 to 6 chiplets in all
   */
  static PipelineProblem problem(long seed, int layers, int types, Graph graph, Weights weights) {
    Random random = new Random(seed);
    List<ChipletType> list = new ArrayList<>();
    for (int t = 0; t < types; t++) {
      list.add(new ChipletType("type" + t, types == 1 ? 4 : 2, 1L << random.nextInt(3), 1L << random.nextInt(3),
          100 + random.nextInt(900)));
    }
    MultiChipModule module =
        new MultiChipModule(list, 1 + random.nextInt(3), 1 + random.nextInt(40), Long.MAX_VALUE, 1_000_000_000,
            null, PackageEnergy.SET);
    PipelineSwitches switches =
        new PipelineSwitches(Overlap.values()[random.nextInt(2)], weights, LoadOverlap.NONE, Timing.LOCKSTEP,
            Border.INGRESS, graph, Shape.ANY, random.nextBoolean(), random.nextBoolean(), random.nextInt(4) > 0, false, false);
    PipelineObjective[] objectives = {PipelineObjective.TOTAL, PipelineObjective.TOTAL, PipelineObjective.THROUGHPUT,
        PipelineObjective.LATENCY};
    return new PipelineProblem("graph-" + seed, network(random, layers), module, 1 + random.nextInt(16), switches,
        objectives[random.nextInt(4)]);
  }

  /**
   * a -> b -> d and a -> c -> d: kernels of 7x7 on maps of one element, so that each layer takes 49 cycles on any number of chiplets; d adds c's
   * output. Four chiplets, four samples, 196 bytes of weights at 64 a cycle.
   */
  static PipelineProblem twoBranches(Graph graph) {
    List<PipelineLayer> layers = new ArrayList<>();
    for (int l = 0; l < 4; l++) {
      layers.add(new PipelineLayer("layer" + l, "conv", 1, 1, 7, 7, 1, 1, 1, 1, 1, 1, 1, 49, 49, l == 1 || l == 2 ? 1 : 0));
    }
    List<Edge> edges = List.of(new Edge(-1, 0, 1, false), new Edge(0, 1, 1, false), new Edge(0, 2, 1, false),
        new Edge(1, 3, 1, false), new Edge(2, 3, 1, true));
    PipelineSwitches s = PipelineSwitches.BASE;
    PipelineSwitches switches =
        new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(), graph, s.shape(),
            s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(), s.contention());
    return new PipelineProblem("two branches", new PipelineNetwork("two branches", layers, edges),
        MultiChipModule.uniform(4, 1, 1, 100, 64, 64), 4, switches, PipelineObjective.TOTAL);
  }

  private static PipelineNetwork network(Random random, int layers) {
    List<PipelineLayer> list = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    long side = 2 + random.nextInt(6);
    for (int l = 0; l < layers; l++) {
      int least = Math.max(-1, l - 4);
      List<Integer> from = new ArrayList<>(IntStream.range(least, l).boxed().toList());
      while (from.size() > 1 + random.nextInt(2)) {
        from.remove(random.nextInt(from.size()));
      }
      long channels = 0;
      for (int u : from) {
        long output = u < 0 ? 3 : list.get(u).outputChannels();
        channels += output;
        edges.add(new Edge(u, l, output * side * side, false));
      }
      PipelineLayer layer = layer(random, l, channels, side);
      list.add(layer);
      int addend = random.nextInt(2 * l + 1);
      if (addend < l && !from.contains(addend)) {
        edges.add(new Edge(addend, l, list.get(addend).outputBytes(), true));
      }
    }
    return new PipelineNetwork("graph", list, edges);
  }

  private static PipelineLayer layer(Random random, int l, long inputs, long side) {
    long outputs = 1 + random.nextInt(12);
    long kernel = random.nextBoolean() ? 3 : 1;
    long weights = outputs * inputs * kernel * kernel;
    return new PipelineLayer("layer" + l, "conv", inputs, outputs, kernel, kernel, 1, side, side, side, side,
        inputs * side * side,
        outputs * side * side, weights, weights * side * side, 0);
  }
}
