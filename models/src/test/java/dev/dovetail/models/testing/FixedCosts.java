package dev.dovetail.models.testing;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * A small cost model for tests: a 32x32 array for convolutions, 64 lanes for everything else.
 *
 * <p>A convolution takes {@code ceil(C/32) * ceil(k/32) * FY * FX * rows * columns} cycles, a vector operator {@code
 * ceil(elements/64)}; 1 femtojoule per cycle. The second point is twice as slow and needs no scratch; the first needs {@code
 * scratchBytes}.
 *
 * @param scratchBytes working footprint of the fast point; 0 leaves only that point
 * @param dramBytes DRAM traffic of every task
 */
public record FixedCosts(long scratchBytes, long dramBytes) implements CostModel {
  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    if (!core.supports(layer.operator())) {
      return List.of();
    }
    long cycles = cycles(layer, tile);
    CostPoint fast = new CostPoint(cycles, cycles, scratchBytes, dramBytes, false, "fast");
    return scratchBytes == 0 ? List.of(fast) : List.of(fast, new CostPoint(2 * cycles, cycles, 0, dramBytes, false, "small"));
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    long cycles = cycles(layer, layer.outputBox());
    return core.supports(layer.operator()) ? Optional.of(new CostFloor(cycles, cycles)) : Optional.empty();
  }

  private static long cycles(Layer layer, Box tile) {
    if (layer.operator().operatorClass() != OperatorClass.MATRIX) {
      return up(tile.volume(), 64);
    }
    return up(layer.extent(Dim.C, tile), 32) * up(layer.extent(Dim.K, tile), 32) * layer.extent(Dim.FY, tile)
        * layer.extent(Dim.FX, tile)
        * layer.extent(Dim.OY, tile) * layer.extent(Dim.OX, tile);
  }

  private static long up(long a, long b) {
    return (a + b - 1) / b;
  }
}
