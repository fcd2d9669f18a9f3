package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.intracore.polar.PolarCore;

/**
 * Least cycles and energy of each layer, over all tiles, whatever the plan.
 *
 * <p>Role: from the cost model's own formulas without their rounding. No cut divides channels, but behind a layer that exchanges them with an axis not all are asked
 * for; channels, rows, columns and samples count as {@link Coverage} says, positions shared out evenly. Each tile reads the filter of its channels once. Where few shapes are
 * possible, all are looked at ({@link LeastTiles}).
 */
final class LeastWork {
  /** A multiply-accumulate takes 18 fJ, a vector operation 87.3 fJ; a tile's energy is rounded by at most half of one. */
  private static final long FEMTOJOULES_PER_MAC = 17;
  private static final long FEMTOJOULES_PER_VECTOR_OPERATION = 86;

  /** Factors (C, K, positions) of the six ways to spread a tile over the array, each factor 0 or 1 times the array's side. */
  private static final int[][] SPREADS = {{1, 1, 0}, {1, 0, 1}, {0, 1, 1}, {0, 0, 2}};

  private final long[] cycles;
  private final long[] femtojoules;

  LeastWork(FusionProblem problem, LayerGraph graph, Coverage coverage) {
    cycles = new long[graph.size()];
    femtojoules = new long[graph.size()];
    LeastTiles tiles = new LeastTiles(problem, graph);
    for (int l = 0; l < graph.size(); l++) {
      FusionLayer layer = graph.layer(l);
      long positions = coverage.positions(l);
      if (layer.kind().isConvolution()) {
        cycles[l] = convolution(layer, problem.core(), coverage.channels(l), positions);
        femtojoules[l] =
            FEMTOJOULES_PER_MAC * (layer.in().channels() / layer.groups()) * coverage.channels(l) * kernel(layer) * positions;
      } else {
        long perOutput =
            layer.kind() == LayerKind.POOL ? kernel(layer) : layer.kind() == LayerKind.ELTWISE ? layer.operands() : 1;
        long operations = coverage.channels(l) * positions * perOutput;
        PolarCore core = problem.core();
        cycles[l] = Coverage.ceil(operations, Math.max(1, (long) core.macsPerPe() * core.peDim() * core.peDim() / 16));
        femtojoules[l] = FEMTOJOULES_PER_VECTOR_OPERATION * operations;
      }
      if (tiles.covers(l)) {
        long[] least = tiles.least(l, positions);
        cycles[l] = Math.max(cycles[l], least[0] == Long.MAX_VALUE ? 0 : least[0]);
        femtojoules[l] = Math.max(femtojoules[l], least[1] == Long.MAX_VALUE ? 0 : least[1]);
      }
    }
  }

  private static long kernel(FusionLayer l) {
    return (long) l.kernelHeight() * l.kernelWidth();
  }

  private static long convolution(FusionLayer l, PolarCore core, long channels, long positions) {
    long c = l.in().channels() / l.groups();
    long ofGroup = l.out().channels() / l.groups();
    long groups = Coverage.ceil(channels, ofGroup);
    long k = Math.min(ofGroup, channels);
    int side = core.peDim();
    long atOnce = 1;
    if (l.groups() > 1 || !l.weightInputs().isEmpty()) {
      atOnce = Math.max(1, Math.min(core.vec() / c, core.lane() / k));
    }
    long compute = Long.MAX_VALUE;
    for (int[] s : SPREADS) {
      long loops =
          Coverage.ceil(c, core.vec() * (s[0] == 1 ? side : 1L)) * Coverage.ceil(k, core.lane() * (s[1] == 1 ? side : 1L));
      long shared = s[2] == 0 ? 1 : s[2] == 1 ? side : (long) side * side;
      compute = Math.min(compute, loops * kernel(l) * positions * groups / (shared * atOnce));
    }
    boolean limited = l.kind() != LayerKind.GROUPCONV && l.weightInputs().isEmpty();
    long filter = limited ? Coverage.ceil(c * k * kernel(l), core.bufferReadBytesPerCycle()) : 0;
    return Math.max(compute, filter);
  }

  /** Cycles of all tiles of a layer at least. */
  long cycles(int l) {
    return cycles[l];
  }

  /** Energy of all tiles of a layer at least, without DRAM. */
  long femtojoules(int l) {
    return femtojoules[l];
  }
}
