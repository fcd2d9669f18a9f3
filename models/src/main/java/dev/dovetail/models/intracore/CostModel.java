package dev.dovetail.models.intracore;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What a computation node costs on a core.
 *
 * <p>Role: (layer, output tile, core) to the Pareto set over (cycles, energy, buffer bytes, DRAM bytes). Implementations are
 * deterministic and thread-safe.
 */
public interface CostModel {
  /** The model's name, which travels with every number made from it. */
  String name();

  /** The name of the model that the points of this layer on this core come from: another one where a model leaves them to that. */
  default String name(Layer layer, Core core) {
    return name();
  }

  /** All non-dominated points, fewest cycles first; empty if the core cannot run the layer. */
  List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core);

  /** A valid floor for the whole layer on the core over every way of cutting it; empty if the core cannot run it. */
  Optional<CostFloor> floor(Workload workload, Layer layer, Core core);

  /** A valid floor for any part of the layer on the core; empty if the model knows none. */
  default Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    return Optional.empty();
  }

  /**
   * Cycles that no box of the layer, however small or large, stays below on the core; 0 if it cannot run it. By default what the first
   * element alone takes, for models in which a larger box is never faster.
   */
  default long leastCycles(Workload workload, Layer layer, Core core) {
    Box one = layer.outputBox();
    for (int a = 0; a < one.rank(); a++) {
      one = one.with(a, 0, 1);
    }
    return points(workload, layer, one, core).stream().mapToLong(CostPoint::cycles).min().orElse(0);
  }

  /** Fewest bytes beside operands and output that a point of the box needs; 0 if the core cannot run it. */
  default long leastBufferBytes(Workload workload, Layer layer, Box tile, Core core) {
    return points(workload, layer, tile, core).stream().mapToLong(CostPoint::bufferBytes).min().orElse(0);
  }

  /**
   * Whether every box of the layer costs the same on both cores, so that a floor also holds for a layer that is split between them.
   * Cores of one type are the same unless a model tells them apart by name.
   */
  default boolean interchangeable(Layer layer, Core one, Core other) {
    return one.type().equals(other.type());
  }
}
