package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random problems on tiny meshes, with little ingress bandwidth so that several clusters pay, and their optimum by plain enumeration. */
final class TinyMeshes {
  private static final long NONE = Long.MAX_VALUE / 4;

  private TinyMeshes() {}

  static PipelineProblem random(long seed, int columns, int rows, int layers, Shape shape, PipelineObjective objective,
      boolean idle) {
    Random random = new Random(seed);
    List<PipelineLayer> chain = new ArrayList<>();
    long channels = 1 + random.nextInt(8);
    long side = 4 + random.nextInt(6);
    for (int l = 0; l < layers; l++) {
      long outputs = 1 + random.nextInt(24);
      long kernel = random.nextBoolean() ? 1 : 3;
      long weights = outputs * channels * kernel * kernel;
      long skip = random.nextInt(4) == 0 && l < layers - 1 ? random.nextInt(200) : 0;
      chain.add(
          new PipelineLayer("l" + l, "conv", channels, outputs, kernel, kernel, 1, side, side, side, side, channels * side * side,
              outputs * side * side, weights, weights * side * side, skip));
      channels = outputs;
    }
    long buffer = 500 + random.nextInt(4000);
    MultiChipModule module = new MultiChipModule(List.of(new ChipletType("chiplet", columns * rows, 16, 16, buffer)),
        1 + random.nextInt(3), 10 + random.nextInt(60), Long.MAX_VALUE, 1, new ChipletMesh(columns, rows, 8), PackageEnergy.SET);
    PipelineSwitches base = PipelineSwitches.BASE;
    PipelineSwitches switches =
        new PipelineSwitches(base.overlap(), base.weights(), base.loadOverlap(), base.timing(), base.border(),
            base.graph(), shape, false, false, idle, false, false);
    return new PipelineProblem("tiny " + seed, new PipelineNetwork("tiny", chain), module, 1 + random.nextInt(8), switches,
        objective);
  }

  /** Least cost by trying everything: segments, clusters, sizes of regions, partitions and, for rectangles, places. */
  static long optimum(PipelineProblem problem) {
    int size = problem.network().size();
    long[] best = new long[size + 1];
    for (int end = 1; end <= size; end++) {
      best[end] = NONE;
      for (int i = 0; i < end; i++) {
        best[end] = Math.min(best[end], best[i] + segment(problem, i, end - 1));
      }
    }
    return best[size];
  }

  private static long segment(PipelineProblem problem, int i, int j) {
    LayerCosts costs = new LayerCosts(problem);
    return costs.exists(i, j) ? clusters(problem, i, j, i, new ArrayList<>(), costs.io(i, j)) : NONE;
  }

  /** Least cost with clusters of layers up to {@code k - 1} on these numbers of chiplets. */
  private static long clusters(PipelineProblem problem, int i, int j, int k, List<Integer> sizes, long stage) {
    int used = sizes.stream().mapToInt(Integer::intValue).sum();
    int chiplets = problem.module().size();
    if (k > j) {
      boolean isFull = problem.switches().idle() || used == chiplets;
      return isFull && isPlaceable(problem, sizes, new ArrayList<>()) ? price(problem, i, j, sizes.size(), stage) : NONE;
    }
    long best = NONE;
    for (int last = k; last <= j; last++) {
      for (int n = 1; used + n <= chiplets; n++) {
        long time = time(problem, k, last, n, null);
        if (time < NONE) {
          sizes.add(n);
          best = Math.min(best, clusters(problem, i, j, last + 1, sizes, Math.max(stage, time)));
          sizes.remove(sizes.size() - 1);
        }
      }
    }
    return best;
  }

  private static long price(PipelineProblem problem, int i, int j, int clusters, long stage) {
    long load = new LayerCosts(problem).load(i, j);
    return switch (problem.objective()) {
      case TOTAL -> load + (problem.samples() + clusters - 1) * stage;
      case LATENCY -> load + clusters * stage;
      case THROUGHPUT -> stage;
      case ENERGY -> throw new IllegalArgumentException("energy");
    };
  }

  private static long time(PipelineProblem problem, int k, int j, int n, @Nullable Partition before) {
    LayerCosts costs = new LayerCosts(problem);
    ChipletType type = problem.module().types().get(0);
    boolean fits = problem.network().weightBytes(k, j) <= n * type.weightBufferBytes();
    if (before == null && !fits) {
      return k < j ? NONE : Math.max(costs.streaming(k), least(problem, k, j, n, null));
    }
    return least(problem, k, j, n, before);
  }

  private static long least(PipelineProblem problem, int l, int j, int n, @Nullable Partition before) {
    if (l > j) {
      return 0;
    }
    long best = NONE;
    for (Partition partition : problem.switches().partitions()) {
      long own = new LayerCosts(problem).time(l, n, partition, before, problem.module().types().get(0));
      best = Math.min(best, own + least(problem, l + 1, j, n, partition));
    }
    return best;
  }

  /** Whether regions of these sizes exist: any numbers within N do, rectangles must find places around their chiplets. */
  private static boolean isPlaceable(PipelineProblem problem, List<Integer> sizes, List<Place> placed) {
    ChipletMesh mesh = problem.module().mesh();
    if (problem.switches().shape() != Shape.RECTANGLES || placed.size() == sizes.size() || mesh == null) {
      return true;
    }
    int n = sizes.get(placed.size());
    for (int width = 1; width <= mesh.columns(); width++) {
      for (int height = 1; height <= mesh.rows(); height++) {
        for (int at = 0; at < mesh.columns() * mesh.rows(); at++) {
          Place place = new Place(at % mesh.columns(), at / mesh.columns(), width, height);
          boolean holds = problem.switches().idle() ? width * height >= n : width * height == n;
          boolean inside = place.x() + width <= mesh.columns() && place.y() + height <= mesh.rows();
          if (holds && inside && placed.stream().noneMatch(place::overlaps)) {
            placed.add(place);
            if (isPlaceable(problem, sizes, placed)) {
              placed.remove(placed.size() - 1);
              return true;
            }
            placed.remove(placed.size() - 1);
          }
        }
      }
    }
    return false;
  }
}
