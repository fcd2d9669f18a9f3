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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Costs of cores of which some lost a part of their buffer: work costs what it does on the whole core, where it still fits.
 *
 * @param whole the costs on the cores as they were
 * @param original by name, the cores as they were
 */
record CostsOfOriginals(CostModel whole, Map<String, Core> original) implements CostModel {
  CostsOfOriginals {
    original = Map.copyOf(original);
  }

  private Core of(Core core) {
    return Objects.requireNonNull(original.get(core.name()), core.name());
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public String name(Layer layer, Core core) {
    return whole.name(layer, of(core));
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    return whole.points(workload, layer, tile, of(core));
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    return whole.floor(workload, layer, of(core));
  }

  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    return whole.elementFloor(workload, layer, of(core));
  }

  @Override
  public long leastCycles(Workload workload, Layer layer, Core core) {
    return whole.leastCycles(workload, layer, of(core));
  }

  @Override
  public long leastBufferBytes(Workload workload, Layer layer, Box tile, Core core) {
    return whole.leastBufferBytes(workload, layer, tile, of(core));
  }

  @Override
  public boolean interchangeable(Layer layer, Core one, Core other) {
    return one.type().equals(other.type()) && whole.interchangeable(layer, of(one), of(other));
  }
}
