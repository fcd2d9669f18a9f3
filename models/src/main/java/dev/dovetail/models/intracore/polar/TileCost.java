package dev.dovetail.models.intracore.polar;

/**
 * What one tile of a layer costs on a core.
 *
 * @param cycles from the first read to the last write, at least 0
 * @param picojoules energy without DRAM; infinite if the tile fits no loop nest of the core
 */
public record TileCost(long cycles, double picojoules) {
  /** A tile that no loop nest of the core holds. */
  public static final TileCost IMPOSSIBLE = new TileCost(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

  private static final double FEMTOJOULES_PER_PICOJOULE = 1000;

  /** Whether the core can compute the tile. */
  public boolean isPossible() {
    return picojoules < Double.POSITIVE_INFINITY;
  }

  /** The energy rounded to whole femtojoules: what is summed and compared. */
  public long femtojoules() {
    return Math.round(picojoules * FEMTOJOULES_PER_PICOJOULE);
  }
}
