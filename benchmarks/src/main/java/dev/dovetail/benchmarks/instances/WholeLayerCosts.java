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
 * A table: cycles only, one value per layer and core; a tile costs its share of the output elements, rounded up, and is estimated.
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
    return floor(workload, layer, core).map(whole -> List.of(point(whole.cycles(), layer, tile))).orElse(List.of());
  }

  private static CostPoint point(long whole, Layer layer, Box tile) {
    long elements = layer.outputBox().volume();
    long share = Math.floorDiv(Math.multiplyExact(whole, tile.volume()) + elements - 1, elements);
    return new CostPoint(share, 0, 0, 0, tile.volume() < elements, "table");
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    return Optional.ofNullable(cycles.getOrDefault(layer.name(), Map.of()).get(core.name())).map(c -> new CostFloor(c, 0));
  }

  @Override
  public boolean interchangeable(Layer layer, Core one, Core other) {
    Map<String, Long> row = cycles.getOrDefault(layer.name(), Map.of());
    return java.util.Objects.equals(row.get(one.name()), row.get(other.name()));
  }
}
