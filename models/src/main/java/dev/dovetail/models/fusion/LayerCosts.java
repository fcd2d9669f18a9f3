package dev.dovetail.models.fusion;

import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.intracore.polar.PolarCostModel;
import dev.dovetail.models.intracore.polar.PolarLayer;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tiles of a network's layers cost on a core.
 *
 * <p>Role: asks the cost model once per distinct layer and tile. Thread-safe.
 */
public final class LayerCosts {
  /** Larger tiles would overflow the cost model's products; none fits any buffer. */
  private static final long MOST_ELEMENTS = 1L << 50;

  private final PolarCostModel model;
  private final List<PolarLayer> layers;
  private final List<Map<TileShape, TileCost>> known;

  /** The costs of a network's tiles on a core. */
  public LayerCosts(FusionNetwork network, PolarCore core) {
    this.model = new PolarCostModel(core);
    this.layers = network.layers().stream().map(LayerCosts::polar).toList();
    Map<PolarLayer, Map<TileShape, TileCost>> byLayer = new HashMap<>();
    this.known = layers.stream().map(l -> byLayer.computeIfAbsent(l, k -> new ConcurrentHashMap<>())).toList();
  }

  /** The cost of one tile of a layer; {@link TileCost#IMPOSSIBLE} if the core cannot compute it. */
  public TileCost of(int layer, TileShape tile) {
    TileCost cost = known.get(layer).get(tile);
    if (cost == null) {
      cost = tile.volume() > MOST_ELEMENTS
          ? TileCost.IMPOSSIBLE
          : model.cost(layers.get(layer), tile.samples(), tile.channels(), tile.height(), tile.width());
      known.get(layer).put(tile, cost);
    }
    return cost;
  }

  /** What the cost model sees of a layer. */
  public static PolarLayer polar(FusionLayer l) {
    return new PolarLayer(PolarLayer.Kind.valueOf(l.kind().name()), l.in().channels(), l.out().channels(), l.kernelHeight(),
        l.kernelWidth(), l.strideHeight(), l.strideWidth(), l.groups(), l.operands(), !l.weightInputs().isEmpty());
  }
}
