package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
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
import org.jspecify.annotations.Nullable;

/**
 * Small pipelines drawn from a seed: narrow networks on package, so that good plans have several clusters, and buffers about as large as the
 * weights, so that some layers stream and some segments do not fit.
 */
final class RandomPipelines {
  private final Random random;

  /** Same seed, same problems. */
  RandomPipelines(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A problem of the base model.
   *
   * @param layers how many
   * @param chiplets how many, all alike
   */
  PipelineProblem base(int layers, int chiplets) {
    PipelineNetwork network = network(layers);
    MultiChipModule module = MultiChipModule.uniform(chiplets, pick(4, 8, 16), pick(4, 8, 16), pick(1, 1, 1, 2, 8),
        buffer(network, chiplets), pick(2, 8, 32, 64));
    return new PipelineProblem("random", network, module, pick(1, 2, 8, 16, 64), PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }

  /** Of up to so many layers and chiplets, of any objective, with any switches but those of geometry, branches and traffic. */
  PipelineProblem switched(int mostLayers, int mostChiplets) {
    PipelineProblem base = base(1 + random.nextInt(mostLayers), 1 + random.nextInt(mostChiplets));
    return base.with(switches(Shape.ANY)).with(any(PipelineObjective.values()));
  }

  /** As {@link #switched}, with chiplets of two types. */
  PipelineProblem heterogeneous(int mostLayers, int mostChiplets) {
    PipelineProblem base = base(1 + random.nextInt(mostLayers), 2 + random.nextInt(mostChiplets - 1));
    MultiChipModule module = mixed(base.module(), null);
    return new PipelineProblem("random", base.network(), module, base.samples(), switches(Shape.ANY),
        any(PipelineObjective.values()));
  }

  /** As {@link #switched}, with strips or rectangles on a mesh. */
  PipelineProblem meshed(int mostLayers, boolean isUniform) {
    int columns = 1 + random.nextInt(3);
    int rows = columns == 1 ? 2 + random.nextInt(3) : 1 + random.nextInt(2);
    PipelineProblem base = base(1 + random.nextInt(mostLayers), columns * rows);
    MultiChipModule module = base.module();
    ChipletMesh mesh = new ChipletMesh(columns, rows, pick(1, 4, 16));
    module = isUniform || module.size() == 1 ? types(module, module.types(), mesh) : mixed(module, mesh);
    return new PipelineProblem("random", base.network(), module, base.samples(),
        switches(random.nextBoolean() ? Shape.STRIPS : Shape.RECTANGLES), any(PipelineObjective.values()));
  }

  /** As {@link #switched}, with so little DRAM that some of the tensors between layers find no room there. */
  PipelineProblem crowded(int mostLayers, int mostChiplets) {
    PipelineProblem base = base(1 + random.nextInt(mostLayers), 1 + random.nextInt(mostChiplets));
    MultiChipModule m = base.module();
    PipelineLayer some = base.network().layer(random.nextInt(base.network().size()));
    long capacity = Math.max(1, base.samples() * some.outputBytes() - random.nextInt(2));
    MultiChipModule small = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), capacity,
        m.clockHertz(), null, m.energy());
    PipelineSwitches s = switches(Shape.ANY);
    return new PipelineProblem("random", base.network(), small, base.samples(), new PipelineSwitches(s.overlap(), s.weights(),
        s.loadOverlap(), s.timing(), s.border(), s.graph(), s.shape(), s.haloAfterIsp(), s.dramShared(), s.idle(), true, false),
        any(PipelineObjective.values()));
  }

  private MultiChipModule mixed(MultiChipModule module, @Nullable ChipletMesh mesh) {
    ChipletType type = module.types().get(0);
    int first = 1 + random.nextInt(module.size() - 1);
    return types(module, List.of(
        new ChipletType("large", first, type.outputLanes() * 2, type.inputLanes(), type.weightBufferBytes()),
        new ChipletType("small", module.size() - first, type.outputLanes(), type.inputLanes(),
            Math.max(1, type.weightBufferBytes() / pick(1, 2)))),
        mesh);
  }

  private static MultiChipModule types(MultiChipModule module, List<ChipletType> types, @Nullable ChipletMesh mesh) {
    return new MultiChipModule(types, module.ingressBytesPerCycle(), module.dramBytesPerCycle(), module.dramCapacityBytes(),
        module.clockHertz(), mesh, PackageEnergy.SET);
  }

  private PipelineSwitches switches(Shape shape) {
    return new PipelineSwitches(
        rarely() ? Overlap.SUM : Overlap.MAX,
        rarely() ? Weights.PER_LAYER : rarely() ? Weights.REPLICATED : Weights.DISTRIBUTED,
        rarely() ? LoadOverlap.NEXT : LoadOverlap.NONE,
        rarely() ? Timing.ASYNC : Timing.LOCKSTEP,
        rarely() ? Border.EGRESS : Border.INGRESS,
        Graph.CHAIN, shape, rarely(), rarely(), !rarely(), false, false);
  }

  private boolean rarely() {
    return random.nextInt(4) == 0;
  }

  /** A chain whose tensors fit together: convolutions, some of them grouped, with pooling and shortcuts, and fully connected layers. */
  PipelineNetwork network(int layers) {
    List<PipelineLayer> chain = new ArrayList<>();
    long channels = pick(2, 4, 8);
    long rows = pick(4, 6, 8, 12);
    for (int l = 0; l < layers; l++) {
      boolean isFull = random.nextInt(8) == 0;
      long kernel = isFull ? 1 : pick(1, 1, 3);
      long in = isFull ? channels * rows * rows : channels;
      long inRows = isFull ? 1 : rows;
      long out = pick(4, 8, 16, 24);
      long groups = !isFull && random.nextInt(6) == 0 ? 2 : 1;
      long after = inRows > 3 && random.nextInt(3) == 0 ? inRows / 2 : inRows;
      long weights = out * (in / groups) * kernel * kernel;
      long skip = l == layers - 1 || random.nextInt(3) > 0 ? 0 : in * inRows * inRows;
      chain
          .add(new PipelineLayer("l" + l, isFull ? "fc" : "conv", in, out, kernel, kernel, groups, inRows, inRows, inRows, inRows,
              in * inRows * inRows, out * after * after, weights, weights * inRows * inRows, skip));
      channels = out;
      rows = after;
    }
    return new PipelineNetwork("random", chain);
  }

  /** Per chiplet between two thirds of an equal share of all weights and all of them. */
  private long buffer(PipelineNetwork network, int chiplets) {
    long all = network.weightBytes(0, network.size() - 1);
    return Math.max(1, switch (random.nextInt(4)) {
      case 0 -> 2 * all / (3L * chiplets);
      case 1 -> all / chiplets + 1;
      case 2 -> 2 * all / chiplets;
      default -> all;
    });
  }

  private long pick(long... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
