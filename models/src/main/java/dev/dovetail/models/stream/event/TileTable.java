package dev.dovetail.models.stream.event;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Stream's cost table as a cost model of our own: one tile shape per layer, its cost on each core.
 *
 * <p>A tile of Stream that cuts a summed loop is one of several steps of a tile here, which never does: its cost counts once per step. A tile
 * of another shape is not executable.
 */
public final class TileTable implements CostModel {
  /** The model's name. */
  public static final String NAME = "stream-table";

  /**
   * A layer's tile.
   *
   * @param extents of its box, per output axis
   * @param points per core name what it costs
   */
  record Tile(List<Integer> extents, Map<String, CostPoint> points) {
    Tile {
      extents = List.copyOf(extents);
      points = Map.copyOf(points);
    }

    boolean fits(Box box) {
      for (int a = 0; a < extents.size(); a++) {
        if (box.size(a) != extents.get(a)) {
          return false;
        }
      }
      return true;
    }

    long volume() {
      return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
  }

  private final Map<String, Tile> tiles;

  TileTable(Map<String, Tile> tiles) {
    this.tiles = new HashMap<>(tiles);
  }

  @Override
  public String name() {
    return NAME;
  }

  private Optional<CostPoint> point(Layer layer, Core core) {
    Tile tile = tiles.get(layer.name());
    return tile == null ? Optional.empty() : Optional.ofNullable(tile.points().get(core.name()));
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box box, Core core) {
    Tile tile = tiles.get(layer.name());
    return tile == null || !tile.fits(box) ? List.of() : point(layer, core).map(List::of).orElse(List.of());
  }

  /** Every tile has the one shape, so their number is known. */
  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    return point(layer, core).map(p -> {
      long count = layer.outputBox().volume() / Objects.requireNonNull(tiles.get(layer.name())).volume();
      return new CostFloor(times(p.cycles(), count), times(p.energyFemtojoules(), count));
    });
  }

  private static long times(long one, long count) {
    return BigInteger.valueOf(one).multiply(BigInteger.valueOf(count)).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    return point(layer, core).map(p -> new ElementFloor(p.cycles(), Objects.requireNonNull(tiles.get(layer.name())).volume()));
  }

  @Override
  public long leastCycles(Workload workload, Layer layer, Core core) {
    return point(layer, core).map(CostPoint::cycles).orElse(0L);
  }

  @Override
  public long leastBufferBytes(Workload workload, Layer layer, Box tile, Core core) {
    return 0;
  }

  @Override
  public boolean interchangeable(Layer layer, Core one, Core other) {
    return point(layer, one).equals(point(layer, other));
  }
}
