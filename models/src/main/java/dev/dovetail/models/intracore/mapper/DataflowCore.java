package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.DataflowArray;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.ParetoSet;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What matrix operators cost on a core that declares dataflows.
 *
 * <p>Floors. A tile is never faster than its multiply-accumulates at the peak rate of the layer: that of the fastest of the core's
 * dataflows on the layer's own extents ({@link PeakRate}), and one per cycle at least, so the same for all tiles; a mapping that
 * claims more leaves work out at an inner level and is not offered. So the cycles of any partition sum to at least {@code all multiply-accumulates / rate}, and output
 * elements take at least what their own multiply-accumulates do.
 *
 * <p>For energy, what is exact in the model counts: three reads and a write of the processing elements' memories for each
 * multiply-accumulate, one write of each operand element to the shared memory, one read of each output element. The tiles of a partition
 * together have at least the layer's volumes: outputs are disjoint, weights are disjoint or repeated, and windows of neighbouring
 * outputs leave no gap between counted inputs (a stride above the kernel counts as the kernel), so the inputs of the tiles cover those
 * of the layer. Reads of operands from the shared memory are not counted: where the last of the busy units holds a part of a tile, the
 * model may count fewer of them than there are elements.
 */
final class DataflowCore {
  /** Sizes per tile parameter; {@link DataflowArray#candidates} limits their product. */
  private static final int MOST_SIZES = 12;

  private static final int LEAST_UTILISATION_PERCENT = 50;

  private record PieceKey(LayerShape shape, ElementBits bits, long rate) {}

  private final DataflowArray array;
  private final Set<LayerType> types = EnumSet.noneOf(LayerType.class);
  private final Mapper mapper;
  private final MapperCore hardware;
  private final Map<PieceKey, List<CostPoint>> pieces = new ConcurrentHashMap<>();
  private final Map<List<LayerShape>, Long> rates = new ConcurrentHashMap<>();

  DataflowCore(Core core) {
    this.array = Objects.requireNonNull(core.dataflow());
    array.dataflows().forEach(d -> types.addAll(d.layers()));
    this.mapper = new Mapper(space(array));
    this.hardware = MapperCore.of(core);
  }

  /** The mappings that points are made of. */
  static MappingSpace space(DataflowArray array) {
    return new MappingSpace(
        array.dataflows(),
        MOST_SIZES,
        array.candidates(),
        LEAST_UTILISATION_PERCENT,
        false,
        Residency.ALL_HELD,
        0,
        true);
  }

  List<CostPoint> points(Workload workload, Layer layer, Box tile) {
    TileWork work = TileShapes.of(layer, tile, types).orElse(null);
    if (work == null) {
      return List.of();
    }
    ElementBits bits = bits(workload, layer);
    long rate = rate(layer);
    List<CostPoint> all = List.of(new CostPoint(0, 0, 0, 0, work.estimated(), ""));
    for (TileWork.Piece piece : work.pieces()) {
      List<CostPoint> own = pieces.computeIfAbsent(new PieceKey(piece.shape(), bits, rate), this::piece);
      List<CostPoint> sums = new ArrayList<>();
      for (CostPoint before : all) {
        for (CostPoint p : own) {
          sums.add(sum(before, p, piece.times()));
        }
      }
      all = ParetoSet.of(sums);
    }
    return all;
  }

  private static CostPoint sum(CostPoint before, CostPoint p, long times) {
    String label = times == 1 ? p.dataflow() : times + " x " + p.dataflow();
    return new CostPoint(
        Math.addExact(before.cycles(), Math.multiplyExact(times, p.cycles())),
        Math.addExact(before.energyFemtojoules(), Math.multiplyExact(times, p.energyFemtojoules())),
        0,
        0,
        before.estimated() || p.estimated(),
        before.dataflow().isEmpty() ? label : before.dataflow() + " + " + label);
  }

  private List<CostPoint> piece(PieceKey key) {
    long least = cycles(ShapeVolumes.macs(key.shape()), key.rate());
    List<CostPoint> points = new ArrayList<>();
    for (MappingPoint p : mapper.table(key.shape(), key.bits(), hardware).points()) {
      if (p.cycles() >= least) {
        points.add(new CostPoint(p.cycles(), p.energyFemtojoules(), 0, 0, false, p.label()));
      }
    }
    if (points.isEmpty()) {
      points.add(oneByOne(key));
    }
    return ParetoSet.of(points);
  }

  /**
   * What always works where no mapping of the declared space does: one processing element, one multiply-accumulate after the other, each
   * with two elements brought to it.
   */
  private CostPoint oneByOne(PieceKey key) {
    long macs = ShapeVolumes.macs(key.shape());
    Map<LayerTensor, Long> volumes = ShapeVolumes.of(key.shape());
    long step = array.nocLatencyCycles() + -Math.floorDiv(-2, array.nocElementsPerCycle()) + 1;
    long outputs = volumes.getOrDefault(LayerTensor.OUTPUT, 0L);
    long energy = new AccessEnergy(hardware.energies(), key.bits()).of(macs, volumes, macs, outputs);
    return new CostPoint(Math.multiplyExact(macs, step), energy, 0, 0, true, "one by one");
  }

  Optional<CostFloor> floor(Workload workload, Layer layer) {
    TileWork whole = TileShapes.of(layer, layer.outputBox(), types).orElse(null);
    if (whole == null) {
      return Optional.empty();
    }
    long macs = 0;
    Map<LayerTensor, Long> volumes = new EnumMap<>(LayerTensor.class);
    for (TileWork.Piece piece : whole.pieces()) {
      macs = Math.addExact(macs, Math.multiplyExact(piece.times(), ShapeVolumes.macs(piece.shape())));
      ShapeVolumes.of(piece.shape()).forEach((t, v) -> volumes.merge(t, Math.multiplyExact(piece.times(), v), Math::addExact));
    }
    long energy = new AccessEnergy(hardware.energies(), bits(workload, layer)).of(macs, volumes, 0, 0);
    return Optional.of(new CostFloor(cycles(macs, rate(layer)), energy));
  }

  Optional<ElementFloor> elementFloor(Layer layer) {
    if (TileShapes.of(layer, layer.outputBox(), types).isEmpty()) {
      return Optional.empty();
    }
    long each = layer.work(layer.outputBox()) / layer.outputBox().volume();
    return Optional.of(new ElementFloor(Math.multiplyExact(each, PeakRate.CYCLES), rate(layer)));
  }

  private static long cycles(long macs, long rate) {
    BigInteger work = BigInteger.valueOf(macs).multiply(BigInteger.valueOf(PeakRate.CYCLES));
    return Math.max(1, work.add(BigInteger.valueOf(rate - 1)).divide(BigInteger.valueOf(rate)).longValueExact());
  }

  /** The layer's own peak rate on this core: of its best dataflow. */
  private long rate(Layer layer) {
    List<LayerShape> shapes =
        TileShapes.of(layer, layer.outputBox(), types).stream()
            .flatMap(w -> w.pieces().stream())
            .map(TileWork.Piece::shape)
            .toList();
    return rates.computeIfAbsent(shapes, key -> {
      long best = PeakRate.CYCLES; // what runs one by one stays below one per cycle
      for (LayerShape shape : key) {
        for (Dataflow d : array.dataflows()) {
          if (d.layers().contains(shape.type())) {
            best = Math.max(best, PeakRate.of(d, shape, hardware.hardware()));
          }
        }
      }
      return best;
    });
  }

  /** Operands that follow output rows or columns, or neither these nor channels, are input; the others are weights. */
  static ElementBits bits(Workload workload, Layer layer) {
    int input = 0;
    int filter = 0;
    for (Operand operand : layer.operands()) {
      Tensor t = workload.tensor(operand.tensor());
      if (TileShapes.isFilter(layer, operand)) {
        filter = Math.max(filter, t.bitsPerElement());
      } else {
        input = Math.max(input, t.bitsPerElement());
      }
    }
    int output = workload.tensor(layer.output()).bitsPerElement();
    int any = Math.max(1, Math.max(input, filter));
    return new ElementBits(input == 0 ? any : input, filter == 0 ? any : filter, output);
  }
}
