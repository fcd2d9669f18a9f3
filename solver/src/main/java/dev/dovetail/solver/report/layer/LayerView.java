package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.nest.LoopNest;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.models.dataflow.nest.ReuseTable;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.List;

/**
 * One layer under one mapping on one core: everything that its pictures show.
 *
 * @param title the layer, and what it is part of
 * @param core name of the core or of its hardware file
 * @param dataflow name of the mapping and its tile parameters
 * @param shape the layer
 * @param mapping the directives
 * @param hardware the core
 * @param mode how the statistics were computed
 * @param statistics what the cost model says
 * @param energyFemtojoules energy by what the core declares, or by the constants of the cost model
 * @param l1 space in the memory of one processing element
 * @param l2 space in the shared memory
 */
public record LayerView(
    String title,
    String core,
    String dataflow,
    LayerShape shape,
    List<Directive> mapping,
    MaestroHardware hardware,
    MaestroMode mode,
    MaestroStatistics statistics,
    long energyFemtojoules,
    Space l1,
    Space l2) {
  public LayerView {
    mapping = List.copyOf(mapping);
  }

  /** A view whose memories are counted in elements, with the energy of the cost model's constants. */
  public LayerView(
      String title,
      String core,
      String dataflow,
      LayerShape shape,
      List<Directive> mapping,
      MaestroHardware hardware,
      MaestroMode mode,
      MaestroStatistics statistics) {
    this(
        title,
        core,
        dataflow,
        shape,
        mapping,
        hardware,
        mode,
        statistics,
        statistics.energyFemtojoules(),
        Space.l1(statistics, hardware),
        Space.l2(statistics, hardware));
  }

  /** The loops that the mapping stands for. */
  public LoopNest nest() {
    return LoopNest.of(shape, mapping, hardware.pes());
  }

  /** Reuse of each tensor at each level. */
  public List<Reuse> reuse() {
    return ReuseTable.of(nest());
  }

  /** Multiply-accumulates that the array could have done in the same time; at least 1. */
  public long peakMacs() {
    return Math.max(1, Math.multiplyExact(statistics.runtimeCycles(), Math.multiplyExact(hardware.pes(), hardware.simd())));
  }

  /** Type, sizes and strides of the layer in one line. */
  public String shapeText() {
    StringBuilder s = new StringBuilder(shape.type().toString());
    shape.sizes().forEach((dim, size) -> s.append("  ").append(dim).append(' ').append(size));
    if (shape.strideY() != 1 || shape.strideX() != 1) {
      s.append("  stride ").append(shape.strideY());
      if (shape.strideX() != shape.strideY()) {
        s.append(" x ").append(shape.strideX());
      }
    }
    return s.toString();
  }
}
