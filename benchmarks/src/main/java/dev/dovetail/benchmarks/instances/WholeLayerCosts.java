package dev.dovetail.benchmarks.instances;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table: whole layers only, cycles only, one value per layer and core.
 *
 * @param cycles layer name to core name to cycles, at least 1
 */
record WholeLayerCosts(Map<String, Map<String, Long>> cycles) implements CostModel {
  @Override
  public String name() {
    return "whole-layer/1";
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    if (!tile.equals(layer.outputBox())) {
      throw new IllegalArgumentException("The layer (%s) is one task; its tile (%s) must be whole.".formatted(layer.name(), tile));
    }
    return floor(workload, layer, core).map(f -> List.of(new CostPoint(f.cycles(), 0, 0, 0, false, "table"))).orElse(List.of());
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    return Optional.ofNullable(cycles.getOrDefault(layer.name(), Map.of()).get(core.name())).map(c -> new CostFloor(c, 0));
  }
}
