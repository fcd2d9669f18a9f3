package dev.dovetail.models.intracore.polar;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Exact;

/**
 * Cycles and energy of a tile of a layer on a core.
 *
 * <p>Role: the cost model "polar" of the public program SoMa-HPCA2025, number for number. Convolutions run on the array in the loop nest of least
 * energy times cycles, others on the vector unit. Immutable; any thread may use it.
 */
public final class PolarCostModel {
  /** The vector unit has as many lanes as this part of the multiply-accumulators. */
  private static final long MACS_PER_VECTOR_LANE = 16;

  private final PolarCore core;
  private final LocalMemories memories;
  private final ArrayEnergies energies;
  private final long vectorLanes;

  /**
   * @param core what computes
   * @throws BadInputException if no energies are known for an element of that many multiply-accumulates
   */
  public PolarCostModel(PolarCore core) {
    this.core = core;
    memories = LocalMemories.of(core);
    energies = ArrayEnergies.of(core);
    vectorLanes = (long) core.macsPerPe() * core.peDim() * core.peDim() / MACS_PER_VECTOR_LANE;
  }

  /** The core whose costs these are. */
  public PolarCore core() {
    return core;
  }

  /**
   * The cost of a tile.
   *
   * @param layer whose output the tile is part of
   * @param b samples, at least 1
   * @param c output channels, at least 1; may exceed the layer's own (a producer of a concatenation is charged with all of it)
   * @param h output rows, at least 1
   * @param w output columns, at least 1
   * @return the cost; {@link TileCost#IMPOSSIBLE} if no loop nest fits the element's memories, or if a size is not positive
   */
  public TileCost cost(PolarLayer layer, int b, int c, int h, int w) {
    if (b < 1 || c < 1 || h < 1 || w < 1) {
      return TileCost.IMPOSSIBLE;
    }
    return layer.kind().isConvolution() ? convolution(GroupTile.of(layer, core, b, c, h, w)) : vector(layer, b, c, h, w);
  }

  private TileCost convolution(GroupTile tile) {
    CheapestNest nest = new CheapestNest(tile, core, memories, energies);
    return nest.exists()
        ? new TileCost(Exact.multiply(nest.cycles(), tile.rounds()), nest.picojoules() * tile.groups())
        : TileCost.IMPOSSIBLE;
  }

  private TileCost vector(PolarLayer layer, int b, int c, int h, int w) {
    long operations = (long) c * h * w * b * perOutput(layer);
    return new TileCost(GroupTile.ceil(operations, vectorLanes), ArrayEnergies.VECTOR_OPERATION * operations);
  }

  private static long perOutput(PolarLayer layer) {
    return switch (layer.kind()) {
      case POOL -> (long) layer.kernelHeight() * layer.kernelWidth();
      case ELTWISE -> layer.operands();
      default -> 1;
    };
  }
}
