package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;

/** All that depends on the mode; everything else is common to both. What differs is listed at {@link MaestroCostModel}. */
abstract sealed class ModeRules permits CompatibleRules, CorrectedRules {
  static ModeRules of(MaestroMode mode) {
    return mode == MaestroMode.COMPATIBLE ? CompatibleRules.INSTANCE : CorrectedRules.INSTANCE;
  }

  /** Refuses layer types that the mode does not evaluate. */
  abstract void checkType(LayerShape shape);

  /** Whether N belongs to a convolution; {@code file} is what the file's first layer of the type says. */
  abstract boolean batched(LayerShape shape, boolean file);

  /** Whether the channels of a group are dimensions of its output, too. */
  abstract boolean listsGroupChannelsAsOutputs();

  /** An axis of a convolution from its listed or derived inputs. */
  abstract Window window(LoopDim in, LoopDim kernel, LoopDim out, long inputs, long kernelExtent, long stride);

  /** The directives of one level as they enter the model, before those of the level above are inherited. */
  abstract List<Directive> written(List<Directive> group, LevelContext context);

  /** Changes the complete list of one level, inherited directives included. */
  abstract void finish(List<Directive> complete, LevelContext context);

  /** Mends the number of units that are busy at the spatial edge, of a dimension that does not fit the units. */
  abstract long edgeUnits(long units, long rest, long size, long offset);

  /** New outputs per step of a directive on the inputs of a window. */
  abstract long newOutputs(Directive onInputs, long outputTile, long step);

  /** Outputs of an edge tile. */
  abstract long edgeOutputs(long outputs);

  /** How often a case may occur. */
  abstract long maxOccurrences();

  /**
   * The multiply-accumulates that are reported.
   *
   * @param counted of the cases with work
   * @param all of all cases: less where a tile is so much smaller than the kernel that its number of outputs is negative
   */
  abstract long macs(LayerTensors layer, long counted, long all);

  /** Energy, nJ. */
  abstract double energyNanojoules(AccessCounts accesses);

  /** Refuses statistics with a number that is compared exactly and leaves 64 bits, by an {@link ArithmeticException}. */
  abstract void checkExact(MaestroStatistics statistics);

  /** Whether needs beyond the capacities are errors when the caller asks for that. */
  abstract boolean refusesCapacity();

  static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }
}
