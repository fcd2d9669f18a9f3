package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.DataflowArray;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * MAESTRO's model, corrected, under the dataflows that a core declares; all else as {@link PeArrayCostModel} has it.
 *
 * <p>Role: the default cost model of machines with a core that declares dataflows. A tile of a matrix operator is said as layers of the
 * data-centric language ({@link TileShapes}), mapped in every way of the declared space ({@link Mapper}), and keeps the non-dominated
 * pairs of cycles and energy ({@link DataflowCore}). Operands and outputs are in the core's buffer while a tile runs: their space, their
 * transfers and their DRAM traffic are the machine's, so a point needs no buffer beside them and has no traffic of its own. Vector and
 * pool operators, and cores without dataflows, cost what the array says.
 *
 * <p>Tables are made once per shape, so an instance is worth keeping; it is safe for many threads.
 */
public final class DataflowCostModel implements CostModel {
  /** The model's name. */
  public static final String NAME = "maestro-corrected/1";

  private final CostModel array = new PeArrayCostModel();
  private final Map<Key, DataflowCore> cores = new ConcurrentHashMap<>();

  /** All of a core that its costs depend on: cores that differ in name only share their tables. */
  private record Key(long units, DataflowArray dataflow, List<LocalMemory> memories, long operationFemtojoules) {}

  /** Whether some core of the machine declares dataflows. */
  public static boolean suits(Accelerator accelerator) {
    return accelerator.cores().stream().anyMatch(c -> c.dataflow() != null);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String name(Layer layer, Core core) {
    return applies(layer, core) ? NAME : array.name(layer, core);
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    if (!core.supports(layer.operator())) {
      return List.of();
    }
    return applies(layer, core)
        ? of(core).points(workload, layer, tile)
        : array.points(workload, layer, tile, core);
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    if (!core.supports(layer.operator())) {
      return Optional.empty();
    }
    return applies(layer, core) ? of(core).floor(workload, layer) : array.floor(workload, layer, core);
  }

  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    if (!core.supports(layer.operator())) {
      return Optional.empty();
    }
    return applies(layer, core) ? of(core).elementFloor(layer) : array.elementFloor(workload, layer, core);
  }

  @Override
  public long leastCycles(Workload workload, Layer layer, Core core) {
    if (!core.supports(layer.operator()) || !applies(layer, core)) {
      return array.leastCycles(workload, layer, core);
    }
    return of(core).elementFloor(layer).map(f -> -Math.floorDiv(-f.cycles(), f.elements())).orElse(0L);
  }

  /** Tiles of matrix operators need nothing beside operands and output, so no mapping is made to say so. */
  @Override
  public long leastBufferBytes(Workload workload, Layer layer, Box tile, Core core) {
    return applies(layer, core) ? 0 : array.leastBufferBytes(workload, layer, tile, core);
  }

  private static boolean applies(Layer layer, Core core) {
    return core.dataflow() != null && layer.operator().operatorClass() == OperatorClass.MATRIX;
  }

  private DataflowCore of(Core core) {
    Key key =
        new Key(core.units(), Objects.requireNonNull(core.dataflow()), core.memories(), core.operationFemtojoules());
    return cores.computeIfAbsent(key, k -> new DataflowCore(core));
  }
}
