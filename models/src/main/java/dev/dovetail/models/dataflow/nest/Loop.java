package dev.dovetail.models.dataflow.nest;

import dev.dovetail.models.dataflow.LoopDim;
import org.jspecify.annotations.Nullable;

/**
 * One loop of a level: how a dimension is walked through.
 *
 * @param dim the dimension; rows and columns of an output go by Y and X
 * @param spatial whether the tiles lie side by side in units, instead of following each other in time
 * @param extent size of the dimension at this level, elements, at least 1
 * @param tile elements that one unit holds at a time, at least 1; more than {@code extent} if the dimension is smaller than its tile
 * @param step elements from one tile to the next, at least 1
 * @param units units side by side; 1 for a loop in time
 * @param window the same in output rows or columns, if the kernel stays whole while it slides; null otherwise
 */
public record Loop(LoopDim dim, boolean spatial, long extent, long tile, long step, long units, @Nullable Window window) {
  /**
   * A sliding loop in terms of outputs.
   *
   * @param dim Y' or X'
   * @param extent outputs at this level
   * @param tile outputs of one tile
   * @param step outputs from one tile to the next
   */
  public record Window(LoopDim dim, long extent, long tile, long step) {}

  /** Tiles that cover the dimension, the last one perhaps in part; at least 1. */
  public long tiles() {
    return extent <= tile ? 1 : -Math.floorDiv(tile - extent, step) + 1;
  }

  /** Steps in time; at least 1. */
  public long trips() {
    return spatial ? -Math.floorDiv(-tiles(), units) : tiles();
  }

  /** Elements of the last tile; {@code tile} if it is a full one. */
  public long edgeTile() {
    return Math.max(0, Math.min(tile, extent - (tiles() - 1) * step));
  }

  /** Units that have work in every step but the last one. */
  public long activeUnits() {
    return spatial ? Math.min(units, tiles()) : 1;
  }

  /** Units that have work in the last step, at least 1; the very last of them perhaps with an edge tile. */
  public long activeAtEdge() {
    return spatial ? tiles() - (trips() - 1) * units : 1;
  }

  /** Elements of a tile that are also in the next one in space, or in time for a loop in time; 0 if there is no next one. */
  public long overlap() {
    return tiles() == 1 ? 0 : Math.max(0, tile - step);
  }

  /** Elements from what a unit holds to what it holds one step later. */
  public long advance() {
    return Math.multiplyExact(step, units);
  }

  /** Elements that a unit still needs one step later; 0 if there is only one step. */
  public long kept() {
    return trips() == 1 ? 0 : Math.max(0, tile - advance());
  }
}
