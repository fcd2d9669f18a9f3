package dev.dovetail.models.fusion;

import dev.dovetail.models.Exact;
import dev.dovetail.models.InfeasibleException;
import java.util.List;

/**
 * Whether some layer fits into the buffer in no plan at all.
 *
 * <p>Role: a proof of infeasibility that a person can act on. While the first tile of a layer computes, the buffer holds all of
 * its weights, its output tile, and what it reads. The tile is at least as large as the smallest that any set of cuts and any
 * tile count can ask of it. A problem that passes may still have no plan.
 */
public final class FusionFeasibility {
  private final FusionProblem problem;
  private final List<FusionLayer> layers;
  private final int[][] least;

  private FusionFeasibility(FusionProblem problem) {
    this.problem = problem;
    this.layers = problem.network().layers();
    this.least = new int[layers.size()][];
    leastTiles();
  }

  /**
   * Checks the problem.
   *
   * @throws InfeasibleException naming the layer, its smallest tile and the bytes that it needs
   */
  public static void check(FusionProblem problem) {
    FusionFeasibility feasibility = new FusionFeasibility(problem);
    feasibility.checkBuffer();
    feasibility.checkCosts(new LayerCosts(problem.network(), problem.core()));
  }

  /** Bytes that the buffer holds in every plan at some tile of a layer; no plan needs less for it, some may need more. */
  public static long neededBytes(FusionProblem problem, int layer) {
    FusionFeasibility feasibility = new FusionFeasibility(problem);
    return feasibility.needed(feasibility.layers.get(layer));
  }

  private long needed(FusionLayer l) {
    return Exact.add(l.weightBytes(), Exact.add(leastTile(l.id()).volume(), inputBytes(l)));
  }

  private void checkBuffer() {
    FusionLayer worst = layers.get(0);
    for (FusionLayer l : layers) {
      worst = needed(l) > needed(worst) ? l : worst;
    }
    long capacity = problem.core().bufferBytes();
    if (needed(worst) > capacity) {
      TileShape tile = leastTile(worst.id());
      throw new InfeasibleException(
          ("The layer (%s, id %d) needs at least %d bytes of the buffer in every plan, its capacity is %d: %d of weights,"
              + " %d of its smallest tile %s (samples, channels, rows, columns), %d of what the tile reads.")
                  .formatted(worst.name(), worst.id(), needed(worst), capacity, worst.weightBytes(), tile.volume(), tile,
                      inputBytes(worst)),
          "raise 'bufferBytes' to at least %d; no plan runs with less.".formatted(needed(worst)));
    }
  }

  /** Whether a loop nest exists depends on the kernel and the input channels, not on the tile. */
  private void checkCosts(LayerCosts costs) {
    for (FusionLayer l : layers) {
      TileShape tile = leastTile(l.id());
      if (!costs.of(l.id(), tile).isPossible()) {
        throw new InfeasibleException(
            ("The layer (%s, id %d) has no loop nest on the core, not even for a tile %s (samples, channels, rows, columns):"
                + " kernel %d x %d, %d input channels.")
                    .formatted(l.name(), l.id(), tile, l.kernelHeight(), l.kernelWidth(), l.in().channels()),
            "raise 'macsPerPe' or 'peDim': the local memories grow with them.");
      }
    }
  }

  private TileShape leastTile(int id) {
    return new TileShape(least[id][0], least[id][1], least[id][2], least[id][3]);
  }

  /**
   * Component by component the least that a layer's tile can be: as an output of its sub-group, or asked for by one of its
   * readers.
   */
  private void leastTiles() {
    boolean any = problem.rules().anyTileCount();
    int samples = any ? 1 : problem.batch() / Integer.lowestOneBit(problem.batch());
    int[] range = new int[TileShapes.NUMBERS];
    for (FusionLayer l : layers) {
      least[l.id()] =
          new int[] {samples, l.out().channels(), leastPart(l.out().height(), any), leastPart(l.out().width(), any)};
    }
    for (int id = layers.size() - 1; id >= 0; id--) {
      FusionLayer l = layers.get(id);
      InputRanges.activation(l, least[id], 0, range);
      for (int producer : l.inputs()) {
        lower(least[producer], range);
      }
      if (!l.weightInputs().isEmpty()) {
        InputRanges.weights(l, least[id], 0, range);
        for (int producer : l.weightInputs()) {
          lower(least[producer], range);
        }
      }
    }
  }

  /** The shortest part of an axis; with powers of two it cannot be cut into more parts than the largest one below its length. */
  private static int leastPart(int length, boolean any) {
    return any ? 1 : InputRanges.ceil(length, Integer.highestOneBit(length));
  }

  private static void lower(int[] tile, int[] range) {
    for (int i = 0; i < tile.length; i++) {
      tile[i] = Math.min(tile[i], range[i]);
    }
  }

  /**
   * External inputs come tile by tile; a producer's output comes from DRAM in the same way, or one of its tiles at least is
   * still there.
   */
  private long inputBytes(FusionLayer l) {
    int[] range = new int[TileShapes.NUMBERS];
    InputRanges.activation(l, least[l.id()], 0, range);
    long bytes = 0;
    for (int external : l.externalInputs()) {
      bytes = Exact.add(bytes, bytes(range, problem.network().externalInputs().get(external).extent()));
    }
    for (int producer : FusionNetwork.producers(l)) {
      int[] asked = range.clone();
      if (!l.inputs().contains(producer)) {
        InputRanges.weights(l, least[l.id()], 0, asked);
      }
      bytes = Exact.add(bytes, Math.min(bytes(asked, layers.get(producer).out()), leastTile(producer).volume()));
    }
    return bytes;
  }

  private static long bytes(int[] range, Extent read) {
    return new TileShape(range[0], read.channels(), range[2], range[3]).volume();
  }
}
