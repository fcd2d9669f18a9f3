package dev.dovetail.models.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.Problem;
import dev.dovetail.models.intracore.polar.PolarCore;

/**
 * How to order, fuse and tile a network's layers on one core with one buffer and one DRAM channel.
 *
 * @param name of this instance
 * @param network what is computed
 * @param batch samples, at least 1
 * @param core what computes; its buffer holds all tensors on the chip
 * @param dramBytesPerCycle bandwidth of the DRAM channel, at least 1
 * @param rules which plans are admitted
 * @param objective what is minimised
 */
public record FusionProblem(
    String name, FusionNetwork network, int batch, PolarCore core, long dramBytesPerCycle, FusionRules rules, Objective objective)
    implements Problem {
  /** Name of the kind. */
  public static final String KIND = "fusion";

  /** Energy of one byte from or to DRAM, in femtojoules (10.5 pJ per bit). */
  public static final long DRAM_FEMTOJOULES_PER_BYTE = 84_000;

  @Override
  public String kind() {
    return KIND;
  }
}
