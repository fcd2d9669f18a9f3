package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Workload;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Every mapping of a network's layer, or of a part of it, onto one core.
 *
 * <p>Role: what {@link DataflowCostModel} makes its points of, for people who want to see the mappings themselves; its own space of
 * mappings may be another one, with a choice of what stays in the core's buffer.
 */
public final class LayerMappings {
  /**
   * A layer in the data-centric language that, so many times, is a part of the work.
   *
   * @param shape the layer
   * @param times how often it runs, at least 1
   * @param table its mappings; empty if it has none
   */
  public record Piece(LayerShape shape, long times, MappingTable table) {}

  /**
   * The work of a layer: its pieces run one after the other.
   *
   * @param pieces at least one
   * @param estimated whether they stand for work that directives cannot say (dilation, transposed or unrolled windows)
   */
  public record Work(List<Piece> pieces, boolean estimated) {
    public Work {
      pieces = List.copyOf(pieces);
    }
  }

  private final MapperCore core;
  private final Mapper mapper;
  private final Set<LayerType> types = EnumSet.noneOf(LayerType.class);

  /** The mappings of {@code space} onto {@code core}. */
  public LayerMappings(Core core, MappingSpace space) {
    this.core = MapperCore.of(core);
    this.mapper = new Mapper(space);
    for (Dataflow d : space.dataflows()) {
      types.addAll(d.layers());
    }
  }

  /**
   * The mappings that {@link DataflowCostModel} chooses from.
   *
   * @param core a core that declares dataflows
   */
  public static LayerMappings declared(Core core) {
    return new LayerMappings(core, DataflowCore.space(Objects.requireNonNull(core.dataflow())));
  }

  /** The core as the mapper sees it. */
  public MapperCore core() {
    return core;
  }

  /** What is enumerated. */
  public MappingSpace space() {
    return mapper.space();
  }

  /** The mappings of a whole layer; empty if it is no matrix operator, or none of the dataflows is for it. */
  public Optional<Work> of(Workload workload, Layer layer) {
    return of(workload, layer, layer.outputBox());
  }

  /** The mappings of a part of a layer's output; empty if it is no matrix operator, or none of the dataflows is for it. */
  public Optional<Work> of(Workload workload, Layer layer, Box part) {
    if (layer.operator().operatorClass() != OperatorClass.MATRIX) {
      return Optional.empty();
    }
    ElementBits bits = DataflowCore.bits(workload, layer);
    return TileShapes.of(layer, part, types)
        .map(
            work -> new Work(
                work.pieces().stream().map(p -> new Piece(p.shape(), p.times(), mapper.table(p.shape(), bits, core))).toList(),
                work.estimated()));
  }
}
