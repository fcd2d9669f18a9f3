package dev.dovetail.models.intracore.polar;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the costs of tiles.
 *
 * <p>Role: searches ask for the same tiles millions of times. Any number of threads may share one; it grows with the number of different
 * tiles asked for.
 */
public final class TileCostMemo {
  private final PolarCostModel model;
  private final Map<PolarLayer, OfLayer> layers = new ConcurrentHashMap<>();

  /**
   * @param model whose costs are remembered
   */
  public TileCostMemo(PolarCostModel model) {
    this.model = model;
  }

  /** As {@link PolarCostModel#cost}. */
  public TileCost cost(PolarLayer layer, int b, int c, int h, int w) {
    return of(layer).cost(b, c, h, w);
  }

  /** The costs of one layer, the same for equal layers: keep it, so that only tiles are looked up. */
  public OfLayer of(PolarLayer layer) {
    OfLayer known = layers.get(layer);
    return known != null ? known : layers.computeIfAbsent(layer, l -> new OfLayer(model, l));
  }

  /** Costs of the tiles of one layer. */
  public static final class OfLayer {
    private final PolarCostModel model;
    private final PolarLayer layer;
    private final Map<Tile, TileCost> costs = new ConcurrentHashMap<>();

    OfLayer(PolarCostModel model, PolarLayer layer) {
      this.model = model;
      this.layer = layer;
    }

    /** As {@link PolarCostModel#cost}. */
    public TileCost cost(int b, int c, int h, int w) {
      Tile tile = new Tile(b, c, h, w);
      TileCost known = costs.get(tile);
      if (known == null) { // computing twice is harmless, locking is not
        known = model.cost(layer, b, c, h, w);
        costs.put(tile, known);
      }
      return known;
    }

    /** Tiles of a layer differ in few values, mostly h and w: the hash spreads these. */
    private record Tile(int b, int c, int h, int w) {
      @Override
      public int hashCode() {
        return ((b * 31 + c) * 8191 + h) * 8191 + w;
      }

      @Override
      public boolean equals(@Nullable Object other) {
        return other instanceof Tile t && w == t.w && h == t.h && c == t.c && b == t.b;
      }
    }
  }
}
