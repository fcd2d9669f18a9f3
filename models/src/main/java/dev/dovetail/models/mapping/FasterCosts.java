package dev.dovetail.models.mapping;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Costs where cores of one type take half the cycles, rounded up, for the same work, energy and bytes.
 *
 * @param costs the costs as they are
 * @param type of the faster cores
 */
record FasterCosts(CostModel costs, String type) implements CostModel {
  private boolean isFaster(Core core) {
    return core.type().equals(type);
  }

  private static long half(long cycles) {
    return cycles / 2 + cycles % 2;
  }

  @Override
  public String name() {
    return costs.name();
  }

  @Override
  public String name(Layer layer, Core core) {
    return costs.name(layer, core);
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    List<CostPoint> points = costs.points(workload, layer, tile, core);
    return !isFaster(core)
        ? points
        : points.stream()
            .map(p -> new CostPoint(half(p.cycles()), p.energyFemtojoules(), p.bufferBytes(), p.dramBytes(), p.estimated(),
                p.dataflow()))
            .toList();
  }

  /** Half a sum is no more than the sum of the halves, rounded up. */
  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    Optional<CostFloor> floor = costs.floor(workload, layer, core);
    return isFaster(core) ? floor.map(f -> new CostFloor(half(f.cycles()), f.energyFemtojoules())) : floor;
  }

  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    Optional<ElementFloor> floor = costs.elementFloor(workload, layer, core);
    return isFaster(core) ? floor.map(f -> new ElementFloor(f.cycles(), Math.multiplyExact(2, f.elements()))) : floor;
  }

  @Override
  public long leastCycles(Workload workload, Layer layer, Core core) {
    long least = costs.leastCycles(workload, layer, core);
    return isFaster(core) ? half(least) : least;
  }

  @Override
  public long leastBufferBytes(Workload workload, Layer layer, Box tile, Core core) {
    return costs.leastBufferBytes(workload, layer, tile, core);
  }

  @Override
  public boolean interchangeable(Layer layer, Core one, Core other) {
    return costs.interchangeable(layer, one, other);
  }
}
