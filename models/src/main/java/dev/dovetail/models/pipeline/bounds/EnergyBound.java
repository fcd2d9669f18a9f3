package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import java.util.Arrays;
import java.util.List;

/**
 * Energy that no plan falls below: all multiply-accumulates, the cheapest way to cut the layers into segments at their traffic with the DRAM,
 * and of each layer the least traffic on the package.
 */
final class EnergyBound {
  private static final long BITS = 8;

  private final PipelineProblem problem;
  private final PackageEnergy table;

  EnergyBound(PipelineProblem problem) {
    this.problem = problem;
    this.table = problem.module().energy();
  }

  List<LowerBound> of() {
    long computing = 0;
    for (PipelineLayer layer : problem.network().layers()) {
      computing = Exact.add(computing,
          Exact.multiply(Exact.multiply(problem.samples(), layer.macs()), table.macFemtojoules().orElse(0)));
    }
    long weights = Exact.multiply(
        Exact.multiply(BITS, problem.network().weightBytes(0, problem.network().size() - 1)),
        table.dramFemtojoulesPerBit().orElse(0));
    long once = Exact.add(computing, weights);
    return List.of(
        new LowerBound("compute", computing, "all multiply-accumulates of %d samples".formatted(problem.samples())),
        new LowerBound("segment-traffic", Exact.add(once, traffic()),
            "multiply-accumulates and weights once in %,d fJ, the rest is traffic of the cheapest segments".formatted(once)));
  }

  /** The cheapest way to cut the layers into segments. */
  private long traffic() {
    int size = problem.network().size();
    GraphCosts costs = new GraphCosts(problem);
    LayerFloors floors = new LayerFloors(problem);
    long[] first = new long[size];
    long[] later = new long[size];
    for (int l = 0; l < size; l++) {
      first[l] = floors.femtojoules(l, true);
      later[l] = floors.femtojoules(l, false);
    }
    long[] best = new long[size + 1];
    Arrays.fill(best, Long.MAX_VALUE);
    best[0] = 0;
    long perByte = BITS * table.dramFemtojoulesPerBit().orElse(0);
    for (int i = 0; i < size; i++) {
      long layers = first[i];
      for (int j = i; j < size && costs.layerCosts().exists(i, j); j++) {
        layers = j == i ? layers : Exact.add(layers, later[j]);
        long border = Exact.multiply(Exact.multiply(problem.samples(), costs.borderBytes(i, j)), perByte);
        best[j + 1] = Math.min(best[j + 1], Exact.add(best[i], Exact.add(layers, border)));
      }
    }
    return best[size];
  }
}
