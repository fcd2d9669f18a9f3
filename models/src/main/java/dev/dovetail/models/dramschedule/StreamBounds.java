package dev.dovetail.models.dramschedule;

import dev.dovetail.models.LowerBound;

/**
 * Bounds from sums over one stream before a tile and over the other after it; all of them ignore the buffer.
 *
 * <p>Tiles compute one after the other and the channel carries one tensor at a time; a tile waits for its loads, a store for its tile.
 */
final class StreamBounds {
  private final DramScheduleProblem problem;
  private final int tiles;
  private final long[] loadCycles;
  private final long[] storeCycles;
  /** Cycles of the tiles from an index on. */
  private final long[] computeFrom;

  StreamBounds(DramScheduleProblem problem) {
    this.problem = problem;
    tiles = problem.tiles().size();
    loadCycles = new long[tiles];
    storeCycles = new long[tiles];
    for (DramTensor tensor : problem.tensors()) {
      (tensor instanceof DramTensor.Load ? loadCycles : storeCycles)[tensor.tile()] += problem.channelCycles(tensor);
    }
    computeFrom = new long[tiles + 1];
    for (int q = tiles - 1; q >= 0; q--) {
      computeFrom[q] = computeFrom[q + 1] + problem.tiles().get(q).cycles();
    }
  }

  /** All tiles and the store of the last one, or all transfers. */
  LowerBound ideal() {
    long compute = computeFrom[0] + storeCycles[tiles - 1];
    long dram = 0;
    for (int q = 0; q < tiles; q++) {
      dram += loadCycles[q] + storeCycles[q];
    }
    return compute >= dram
        ? new LowerBound("ideal", compute, "all tiles compute for %d cycles, then the last one's output is stored"
            .formatted(computeFrom[0]))
        : new LowerBound("ideal", dram,
            "all %d tensors are on the channel for %d cycles".formatted(problem.tensors().size(), dram));
  }

  /** Before a tile its loads and those of the earlier ones; then it and the later ones, then the last store. */
  LowerBound flowShop() {
    long best = -1;
    int at = 0;
    long loads = 0;
    for (int q = 0; q < tiles; q++) {
      loads += loadCycles[q];
      long value = loads + computeFrom[q] + storeCycles[tiles - 1];
      if (value > best) {
        best = value;
        at = q;
      }
    }
    return new LowerBound("flow-shop", best,
        "the loads up to tile %d (%s), then the tiles from there, then the last store".formatted(at, name(at)));
  }

  /** Up to a tile all computation, then its store and those of the later ones. */
  LowerBound mirror() {
    long best = -1;
    int at = 0;
    long stores = 0;
    for (int q = tiles - 1; q >= 0; q--) {
      stores += storeCycles[q];
      long value = computeFrom[0] - computeFrom[q + 1] + stores;
      if (value > best) {
        best = value;
        at = q;
      }
    }
    return new LowerBound("mirror", best, "the tiles up to %d (%s), then the stores from there".formatted(at, name(at)));
  }

  private String name(int tile) {
    return problem.tiles().get(tile).name();
  }
}
