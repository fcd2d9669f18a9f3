package dev.dovetail.models.dataflow.nest;

import dev.dovetail.models.dataflow.LayerTensor;

/**
 * What a level's loops let a unit keep, or share with its neighbours, of one tensor.
 *
 * @param tensor the tensor
 * @param level the level, 0 outermost
 * @param inTime from one step to the next
 * @param steps steps in a row in which a unit works on the same tile, at least 1
 * @param kept elements of the tile's moving dimension that stay at the next move; 0 unless {@code inTime} is PARTIAL or a stationary
 *     tile overlaps the one that follows it
 * @param of elements of the tile along the moving dimension; 0 if it never moves
 * @param inSpace between units at one step
 * @param units units that work on the same tile, or that add to the same sum; units with tiles of their own otherwise
 */
public record Reuse(
    LayerTensor tensor, int level, InTime inTime, long steps, long kept, long of, InSpace inSpace, long units) {
  /** Reuse from one step to the next. */
  public enum InTime {
    /** There is one step only. */
    ONE_STEP("one step"),
    /** The tile stays while others change. */
    STATIONARY("stationary"),
    /** The next tile overlaps this one. */
    PARTIAL("partial (halo)"),
    /** Each step needs another tile. */
    NONE("none");

    private final String label;

    InTime(String label) {
      this.label = label;
    }

    /** For tables and pictures. */
    public String label() {
      return label;
    }
  }

  /** Reuse between units at one step. */
  public enum InSpace {
    /** There is one unit only. */
    ONE_UNIT("one unit"),
    /** All units need the same tile: it is read once. */
    MULTICAST("multicast"),
    /** All units add to the same outputs. */
    REDUCTION("reduction"),
    /** Each unit has a tile of its own, but those of neighbours overlap. */
    HALO("unicast, shared halo"),
    /** Each unit has a tile of its own. */
    UNICAST("unicast");

    private final String label;

    InSpace(String label) {
      this.label = label;
    }

    /** For tables and pictures. */
    public String label() {
      return label;
    }
  }
}
