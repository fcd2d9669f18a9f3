package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.math.BigInteger;

/**
 * Refuses problems whose costs could leave the range of a long.
 *
 * <p>Role: everything that is compared is computed in long numbers, exactly; so the largest sums must fit. Cycles are bounded by each layer on one
 * chiplet behind the least bandwidth, energy by every chiplet receiving everything.
 */
final class Magnitudes {
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(61);

  private Magnitudes() {}

  /**
   * Checks a problem.
   *
   * @param samples where the number of samples stands, for messages
   * @throws BadInputException if cycles, or the energy where it is the objective, could be too large
   */
  static void check(PipelineProblem problem, DataNode samples) {
    BigInteger cycles = BigInteger.ZERO;
    BigInteger bytes = BigInteger.ZERO;
    BigInteger macs = BigInteger.ZERO;
    LayerCosts costs = new LayerCosts(problem);
    BigInteger chiplets = BigInteger.valueOf(problem.module().size());
    for (int l = 0; l < problem.network().size(); l++) {
      PipelineLayer layer = problem.network().layer(l);
      long compute = 0;
      for (ChipletType type : problem.module().types()) {
        compute = Math.max(compute, costs.compute(l, 1, Partition.WEIGHT_SHARED, type));
      }
      long most = 2 * layer.inputBytes() + layer.outputBytes() + problem.network().skipBefore(l) + layer.skipBytes()
          + layer.weightBytes();
      BigInteger moved = BigInteger.valueOf(most).multiply(chiplets);
      bytes = bytes.add(moved);
      macs = macs.add(BigInteger.valueOf(layer.macs()));
      cycles = cycles.add(BigInteger.valueOf(compute)).add(moved.multiply(BigInteger.TWO));
    }
    BigInteger periods = BigInteger.valueOf(problem.samples() + problem.network().size());
    require(cycles.multiply(periods), "cycles", samples);
    if (problem.objective() == PipelineObjective.ENERGY) {
      BigInteger perBit = BigInteger.valueOf(problem.module().energy().nopFemtojoulesPerBit().orElse(0)
          + problem.module().energy().dramFemtojoulesPerBit().orElse(0));
      BigInteger femtojoules = bytes.shiftLeft(3).multiply(perBit)
          .add(macs.multiply(BigInteger.valueOf(problem.module().energy().macFemtojoules().orElse(0))));
      require(femtojoules.multiply(periods), "femtojoules", samples);
    }
  }

  private static void require(BigInteger most, String unit, DataNode samples) {
    if (most.compareTo(LARGEST) > 0) {
      throw samples.error("The problem is too large: its costs may reach %s %s, more than 2^61.".formatted(most, unit),
          "there is a digit too many in the samples, or in a layer.");
    }
  }
}
