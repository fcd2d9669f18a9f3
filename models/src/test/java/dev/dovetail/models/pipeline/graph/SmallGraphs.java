package dev.dovetail.models.pipeline.graph;

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

/** Small random networks and modules, starved so that pipelines pay. */
final class SmallGraphs {
  private SmallGraphs() {}

  /** A network whose layers each read the one before. */
  static PipelineNetwork chain(Random random, int layers) {
    List<PipelineLayer> list = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    long channels = 1 + random.nextInt(8);
    long side = 2 + random.nextInt(6);
    for (int l = 0; l < layers; l++) {
      PipelineLayer layer = layer(random, l, channels, side);
      list.add(layer);
      edges.add(new Edge(l - 1, l, layer.inputBytes(), false));
      channels = layer.outputChannels();
    }
    return new PipelineNetwork("chain", list, edges);
  }

  /** A network in which each layer reads one or two of those before it, concatenated, and perhaps adds another. */
  static PipelineNetwork graph(Random random, int layers) {
    List<PipelineLayer> list = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    long side = 2 + random.nextInt(6);
    for (int l = 0; l < layers; l++) {
      int[] from = IntStream.range(-1, l).boxed().sorted((a, b) -> random.nextInt(3) - 1).mapToInt(Integer::intValue)
          .limit(1 + random.nextInt(2)).sorted().toArray();
      long channels = 0;
      for (int u : from) {
        long output = u < 0 ? 3 : list.get(u).outputChannels();
        channels += output;
        edges.add(new Edge(u, l, output * side * side, false));
      }
      PipelineLayer layer = layer(random, l, channels, side);
      list.add(layer);
      int addend = random.nextInt(3 * l + 1);
      if (addend < l && IntStream.of(from).noneMatch(u -> u == addend)) {
        edges.add(new Edge(addend, l, list.get(addend).outputBytes(), true));
      }
    }
    return new PipelineNetwork("graph", list, edges);
  }

  private static PipelineLayer layer(Random random, int l, long inputs, long side) {
    long outputs = 1 + random.nextInt(12);
    long kernel = random.nextBoolean() ? 3 : 1;
    long weights = outputs * inputs * kernel * kernel;
    long skip = 0;
    return new PipelineLayer("layer" + l, "conv", inputs, outputs, kernel, kernel, 1, side, side, side, side,
        inputs * side * side,
        outputs * side * side, weights, weights * side * side, skip);
  }

  /** A problem of objective TOTAL with switches that any plan may be judged under. */
  static PipelineProblem problem(Random random, PipelineNetwork network, int types, Graph graph) {
    List<ChipletType> list = new ArrayList<>();
    for (int t = 0; t < types; t++) {
      list.add(new ChipletType("type" + t, 1 + random.nextInt(types == 1 ? 4 : 2), 1 + random.nextInt(4), 1 + random.nextInt(4),
          50 + random.nextInt(600)));
    }
    MultiChipModule module =
        new MultiChipModule(list, 1 + random.nextInt(4), 1 + random.nextInt(16), Long.MAX_VALUE, 1_000_000_000,
            null, PackageEnergy.SET);
    PipelineSwitches switches =
        new PipelineSwitches(any(random, Overlap.values()), any(random, Weights.values()), LoadOverlap.NONE,
            Timing.LOCKSTEP, Border.INGRESS, graph, Shape.ANY, random.nextBoolean(), random.nextBoolean(), true, false, false);
    return new PipelineProblem("small", network, module, 1 + random.nextInt(4), switches, PipelineObjective.TOTAL);
  }

  /** The same problem with other stages, loads and borders. */
  static PipelineProblem varied(Random random, PipelineProblem problem) {
    PipelineSwitches s = problem.switches();
    return problem
        .with(new PipelineSwitches(s.overlap(), s.weights(), any(random, LoadOverlap.values()), any(random, Timing.values()),
            any(random, Border.values()), s.graph(), s.shape(), s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(),
            s.contention()));
  }

  /** The same problem with the other reading of the network. */
  static PipelineProblem reading(PipelineProblem problem, Graph graph) {
    PipelineSwitches s = problem.switches();
    return problem.with(new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(), graph, s.shape(),
        s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(), s.contention()));
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
